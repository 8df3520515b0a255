// Waits until a thread has done what it was given.
package app.segme.phone;

import android.os.Handler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

final class Waiting {
  private static final long MOST_MILLIS = 2000;

  private Waiting() {}

  static void until(Handler handler) {
    CountDownLatch done = new CountDownLatch(1);
    if (!handler.post(done::countDown)) return;
    try {
      done.await(MOST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException wanted) {
      Thread.currentThread().interrupt();
    }
  }
}
