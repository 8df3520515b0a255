// Everything the app says by itself. Each is a text of the same name, in small letters, in res/values*/strings.xml; the
// number is that of its %s.
package app.segme.core;

public enum Say {
  ASK_CAMERA(0), CAMERA_REFUSED(0), CAMERA_IN_USE(0), CAMERA_LOST(0), NO_CAMERA(0), CAMERA_FAILED(0),
      OTHER_CAMERA_NONE(0),
  STARTING(0), NO_OPENGL(1), NET_FAILED(1), DEVICE_FELL_BACK(2), MODEL_UNKNOWN(1), MODEL_TAKEN(1), HOT(1), COOL(0),
  LOW_MEMORY(0), SAVED(1), SAVE_FAILED(1), NO_FRAME_YET(0), RECORDING(0), RECORDED(1), RECORDING_FAILED(1),
      FILTER_IS(1),
  THRESHOLD_IS(1), BACKGROUND_SET(0), BACKGROUND_FAILED(0), FIGURES_SAVED(1), SOUND_REFUSED(0), SOUND_FAILED(1);

  public final int arguments;

  Say(int arguments) {
    this.arguments = arguments;
  }
}
