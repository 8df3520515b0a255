// Makes the picture that is saved, larger effort than a frame of the preview allows: the core's own refiner and
// renderers over the frame and its matte, and harmony of person and background. net/CoreDevelop is the real one.
package app.segme.core;

import java.nio.ByteBuffer;

public interface Develop {
  /**
   * @param recipe JSON of segme.h: refine, render, background
   * @param background RGBA of the frame's size, or null where the recipe names one
   * @param picture gets the RGBA result
   */
  void run(String recipe, ByteBuffer frame, int width, int height, ByteBuffer matte, int matteWidth, int matteHeight,
      ByteBuffer background, ByteBuffer picture) throws Net.Failure;
}
