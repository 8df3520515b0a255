// Where nets come from.
package app.segme.core;

public interface Nets {
  /** @param model "fast", "balanced" or the name of a net from storage */
  Net open(String model, Device device, int threads) throws Net.Failure;
}
