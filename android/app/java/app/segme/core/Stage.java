// The stages of a frame whose milliseconds are shown.
package app.segme.core;

public enum Stage {
  CAMERA, PRE, NET, POST, DRAW
}
