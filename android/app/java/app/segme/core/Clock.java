// The time.
package app.segme.core;

public interface Clock {
  /** Rises; of no meaning by itself. */
  long nanos();

  /** "20261130_014500_123": the wall's clock, for names of files. */
  String stamp();
}
