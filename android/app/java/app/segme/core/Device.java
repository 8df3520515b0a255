// Where the net is asked to run; what really runs it is another matter (Nets, Engine).
package app.segme.core;

public enum Device {
  CPU, GPU, NNAPI
}
