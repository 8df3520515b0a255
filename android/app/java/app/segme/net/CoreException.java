// What the C core said, one sentence.
package app.segme.net;

public final class CoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CoreException(String sentence) {
    super(sentence);
  }
}
