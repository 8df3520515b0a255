// The C core and TensorFlow Lite through JNI: jni/core.cpp. What is opened is a handle, to be closed once and used by
// one thread at a time. Buffers are direct.
package app.segme.net;

import java.nio.ByteBuffer;

final class Core {
  private Core() {}

  static native long netOpen(ByteBuffer model, String card, int device, int threads, String lite, String gpu);

  /** The matte may be smaller than the picture, by a whole number. */
  static native void netRun(long net, ByteBuffer rgba, int pictureWidth, int pictureHeight, ByteBuffer matte, int width,
      int height);

  /** The models of Look from a matte. */
  static native void netFit(long net, ByteBuffer matte, int width, int height, float threshold, ByteBuffer reduced,
      int frameWidth, int frameHeight, ByteBuffer models);

  static native String netDevice(long net);

  static native long netMicros(long net);

  static native void netClose(long net);

  /** net 0: mattes of width x height are given with each picture. */
  static native long pipelineOpen(long net, int width, int height, String recipe);

  static native void pipelineSet(long pipeline, String key, String value);

  static native void pipelineBackground(long pipeline, ByteBuffer rgba, int width, int height);

  static native void pipelineRun(long pipeline, ByteBuffer rgba, int width, int height, ByteBuffer matte,
      ByteBuffer out);

  static native void pipelineMatte(long pipeline, ByteBuffer matte, int width, int height);

  static native void pipelineClose(long pipeline);

  static native String version();
}
