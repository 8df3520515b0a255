// Frames through the core's own refiners and renderers, on the CPU.
package app.segme.net;

import app.segme.core.Net;
import java.nio.ByteBuffer;

public final class CorePipeline {
  private long handle;

  /** Mattes are found by `net`. recipe: JSON of segme.h. */
  public CorePipeline(CoreNet net, String recipe) throws Net.Failure {
    try {
      handle = Core.pipelineOpen(net.handle(), 1, 1, recipe);
    } catch (CoreException problem) {
      throw new Net.Failure(problem.getMessage());
    }
  }

  /** Mattes of width x height are given with each frame. */
  public CorePipeline(int width, int height, String recipe) throws Net.Failure {
    try {
      handle = Core.pipelineOpen(0, width, height, recipe);
    } catch (CoreException problem) {
      throw new Net.Failure(problem.getMessage());
    }
  }

  /** Changes an option from the next frame on. */
  public void set(String key, String value) throws Net.Failure {
    try {
      Core.pipelineSet(handle, key, value);
    } catch (CoreException problem) {
      throw new Net.Failure(problem.getMessage());
    }
  }

  public void setBackground(ByteBuffer rgba, int width, int height) throws Net.Failure {
    try {
      Core.pipelineBackground(handle, rgba, width, height);
    } catch (CoreException problem) {
      throw new Net.Failure(problem.getMessage());
    }
  }

  /** matte: null where the net finds it. */
  public void run(ByteBuffer rgba, int width, int height, ByteBuffer matte, ByteBuffer picture) throws Net.Failure {
    try {
      Core.pipelineRun(handle, rgba, width, height, matte, picture);
    } catch (CoreException problem) {
      throw new Net.Failure(problem.getMessage());
    }
  }

  /** The refined matte of the last frame. */
  public void readMatte(ByteBuffer matte, int width, int height) throws Net.Failure {
    try {
      Core.pipelineMatte(handle, matte, width, height);
    } catch (CoreException problem) {
      throw new Net.Failure(problem.getMessage());
    }
  }

  public void close() {
    if (handle != 0) Core.pipelineClose(handle);
    handle = 0;
  }

  /** Of the core. */
  public static String version() {
    return Core.version();
  }
}
