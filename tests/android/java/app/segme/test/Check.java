// Runs all tests, in one process: "ok NAME" or "FAILED NAME: reason" for each, and at the end how many of each.
package app.segme.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;

public final class Check {
  private static int failed;

  private Check() {}

  public static void main(String[] names) throws ReflectiveOperationException {
    System.load(System.getProperty("segme.gles"));
    System.load(System.getProperty("segme.core"));
    String problem = Gles.open();
    if (problem != null) {
      System.out.println("skipped: " + problem + ". Install Debian's packages libgl1-mesa-dri, libegl1 and libgles2.");
      System.exit(77);
    }
    int ran = 0;
    for (String name : names) {
      Method[] methods = Class.forName("app.segme.test." + name).getDeclaredMethods();
      Arrays.sort(methods, Comparator.comparing(Method::getName));
      for (Method method : methods) {
        if (!method.getName().startsWith("test")) continue;
        run(name + " " + method.getName().substring(4), method);
        ++ran;
      }
    }
    System.out.println(ran + " tests, " + failed + " failed");
    System.exit(failed == 0 && ran > 0 ? 0 : 1);
  }

  private static void run(String name, Method method) throws ReflectiveOperationException {
    try {
      method.setAccessible(true);
      method.invoke(null);
      System.out.println("ok      android " + name);
    } catch (InvocationTargetException thrown) {
      ++failed;
      System.out.println("FAILED  android " + name + ": " + thrown.getCause());
      thrown.getCause().printStackTrace(System.out);
    }
  }

  static void that(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }

  static void same(Object wanted, Object found) {
    if (!wanted.equals(found)) throw new AssertionError("wanted " + wanted + ", found " + found);
  }

  static void near(double wanted, double found, double off) {
    if (!(Math.abs(wanted - found) <= off)) throw new AssertionError("wanted " + wanted + " +- " + off + ", found "
        + found);
  }
}
