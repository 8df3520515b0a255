// A camera of the phone by Camera2: a repeating preview request, with continuous focus, into the camera texture.
package app.segme.phone;

import android.annotation.SuppressLint;
import android.graphics.ImageFormat;
import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraCaptureSession;
import android.hardware.camera2.CameraCharacteristics;
import android.hardware.camera2.CameraDevice;
import android.hardware.camera2.CameraManager;
import android.hardware.camera2.CaptureRequest;
import android.hardware.camera2.params.StreamConfigurationMap;
import android.os.Handler;
import android.util.Size;
import android.view.Surface;
import app.segme.core.Camera;
import app.segme.core.Sizes;
import java.util.Collections;
import java.util.function.Supplier;

final class PhoneCamera implements Camera {
  private final CameraManager manager;
  private final Handler handler;
  private final Supplier<SurfaceTexture> texture;
  private CameraDevice device;
  private CameraCaptureSession session;
  private Surface surface;
  private Listener listener;
  private int opening; // counts up, so that events of an older camera are known

  PhoneCamera(CameraManager manager, Handler handler, Supplier<SurfaceTexture> texture) {
    this.manager = manager;
    this.handler = handler;
    this.texture = texture;
  }

  private String find(boolean front) {
    try {
      for (String id : manager.getCameraIdList()) {
        Integer facing = manager.getCameraCharacteristics(id).get(CameraCharacteristics.LENS_FACING);
        if (facing != null && (facing == CameraCharacteristics.LENS_FACING_FRONT) == front) return id;
      }
    } catch (CameraAccessException | RuntimeException none) {
      return null; // as if there were none; opening says more
    }
    return null;
  }

  @Override
  public boolean has(boolean front) {
    return find(front) != null;
  }

  @Override
  @SuppressLint("MissingPermission")
  public synchronized void open(boolean front, int width, int height, Listener told) {
    int own = ++opening;
    listener = told;
    String id = find(front);
    SurfaceTexture into = texture.get();
    if (id == null || into == null) {
      told.failed(id == null ? Problem.NONE : Problem.FAILED);
      return;
    }
    try {
      CameraCharacteristics facts = manager.getCameraCharacteristics(id);
      Integer sensor = facts.get(CameraCharacteristics.SENSOR_ORIENTATION);
      int turn = sensor == null ? 90 : sensor;
      Size size = choose(facts, width, height, turn);
      if (size == null) {
        told.failed(Problem.FAILED);
        return;
      }
      into.setDefaultBufferSize(size.getWidth(), size.getHeight());
      surface = new Surface(into);
      manager.openCamera(id, new State(own, new Info(size.getWidth(), size.getHeight(), turn, front)), handler);
    } catch (CameraAccessException problem) {
      told.failed(problem.getReason() == CameraAccessException.CAMERA_IN_USE
          || problem.getReason() == CameraAccessException.MAX_CAMERAS_IN_USE ? Problem.IN_USE : Problem.FAILED);
    } catch (SecurityException refused) {
      told.failed(Problem.REFUSED);
    } catch (RuntimeException broken) {
      told.failed(Problem.FAILED);
    }
  }

  private static Size choose(CameraCharacteristics facts, int width, int height, int turn) {
    StreamConfigurationMap map = facts.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP);
    if (map == null) return null;
    Size[] sizes = map.getOutputSizes(SurfaceTexture.class);
    Size[] whole = map.getOutputSizes(ImageFormat.JPEG);
    if (sizes == null) return null;
    int[] sides = new int[2 * sizes.length];
    for (int i = 0; i < sizes.length; ++i) {
      sides[2 * i] = sizes[i].getWidth();
      sides[2 * i + 1] = sizes[i].getHeight();
    }
    Size shape = whole == null || whole.length == 0 ? new Size(4, 3) : whole[0];
    boolean swapped = turn % 180 != 0;
    int chosen = Sizes.choose(sides, swapped ? height : width, swapped ? width : height, shape.getWidth(),
        shape.getHeight());
    return chosen < 0 ? null : sizes[chosen];
  }

  /** Whether that opening is still wanted. */
  private synchronized Listener wanted(int own) {
    return own == opening ? listener : null;
  }

  private final class State extends CameraDevice.StateCallback {
    private final int own;
    private final Info info;

    State(int own, Info info) {
      this.own = own;
      this.info = info;
    }

    @Override
    public void onOpened(CameraDevice opened) {
      synchronized (PhoneCamera.this) {
        if (wanted(own) == null) {
          opened.close();
          return;
        }
        device = opened;
        begin(own, info);
      }
    }

    @Override
    public void onDisconnected(CameraDevice gone) {
      gone.close();
      tell(own, Problem.LOST);
    }

    @Override
    public void onError(CameraDevice broken, int error) {
      broken.close();
      boolean used = error == ERROR_CAMERA_IN_USE || error == ERROR_MAX_CAMERAS_IN_USE;
      tell(own, used ? Problem.IN_USE : Problem.FAILED);
    }
  }

  private void tell(int own, Problem problem) {
    Listener told = wanted(own);
    if (told != null) told.failed(problem);
  }

  private void begin(int own, Info info) {
    try {
      CaptureRequest.Builder request = device.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW);
      request.addTarget(surface);
      request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE);
      device.createCaptureSession(Collections.singletonList(surface), new CameraCaptureSession.StateCallback() {
        @Override
        public void onConfigured(CameraCaptureSession made) {
          Listener told = wanted(own);
          if (told == null) return;
          session = made;
          try {
            made.setRepeatingRequest(request.build(), null, handler);
            told.opened(info);
          } catch (CameraAccessException | IllegalStateException problem) {
            told.failed(Problem.LOST);
          }
        }

        @Override
        public void onConfigureFailed(CameraCaptureSession none) {
          tell(own, Problem.FAILED);
        }
      }, handler);
    } catch (CameraAccessException | RuntimeException problem) {
      tell(own, Problem.FAILED);
    }
  }

  /** A frame is in the texture. Whether somebody wants it. */
  boolean arrived(long nanos) {
    Listener told;
    synchronized (this) {
      told = listener;
    }
    if (told != null) told.frame(nanos);
    return told != null;
  }

  @Override
  public synchronized void close() {
    ++opening;
    listener = null;
    try {
      if (session != null) session.close();
      if (device != null) device.close();
    } catch (RuntimeException alreadyGone) {
      // it is closed, which is all that is wanted
    }
    if (surface != null) surface.release();
    session = null;
    device = null;
    surface = null;
  }
}
