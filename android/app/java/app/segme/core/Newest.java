// A queue of depth one between camera and engine: what is taken is always the newest, and what came between is counted
// as dropped. put() on any thread, take() on one.
package app.segme.core;

public final class Newest {
  public static final long NOTHING = Long.MIN_VALUE;
  private long waiting = NOTHING;
  private long dropped;

  /** Whether the engine has to be called: nothing was waiting. */
  public synchronized boolean put(long moment) {
    boolean first = waiting == NOTHING;
    if (!first) ++dropped;
    waiting = moment;
    return first;
  }

  /** The newest moment, or NOTHING. */
  public synchronized long take() {
    long taken = waiting;
    waiting = NOTHING;
    return taken;
  }

  public synchronized void clear() {
    waiting = NOTHING;
  }

  public synchronized long dropped() {
    return dropped;
  }
}
