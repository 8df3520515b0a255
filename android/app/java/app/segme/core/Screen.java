// What the app shows besides the picture. Called on any thread.
package app.segme.core;

public interface Screen {
  /** A sentence that stays until another one or clear(): the app waits for something. */
  void hold(Say what, Object... with);

  /** A sentence for a moment. */
  void tell(Say what, Object... with);

  /** Nothing is waited for any more. */
  void clear();

  /** Frame rate, milliseconds and the device, or null to hide them. */
  void figures(CharSequence text);
}
