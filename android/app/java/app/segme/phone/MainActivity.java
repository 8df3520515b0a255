// The one screen of the app. It joins the phone's parts to the flow and hands on what Android tells it.
package app.segme.phone;

import android.Manifest;
import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.content.SharedPreferences;
import android.content.pm.PackageManager;
import android.hardware.camera2.CameraManager;
import android.os.Bundle;
import android.os.Handler;
import android.os.HandlerThread;
import android.os.Looper;
import android.os.PowerManager;
import android.view.SurfaceHolder;
import android.view.SurfaceView;
import app.segme.core.Clock;
import app.segme.core.Engine;
import app.segme.core.Flow;
import app.segme.core.Say;
import app.segme.core.Settings;
import app.segme.gl.GlPainter;
import app.segme.net.CoreDevelop;
import java.io.File;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;

public final class MainActivity extends Activity implements Flow.Host, SurfaceHolder.Callback, Clock {
  private static final int CAMERA = 1;
  private static final int SOUND = 2;
  private static final String KEPT = "settings";
  private final Handler main = new Handler(Looper.getMainLooper());
  private final float[] unwanted = new float[16];
  private HandlerThread thread;
  private Handler worker;
  private Egl egl;
  private CameraTexture texture;
  private PhoneCamera camera;
  private PhoneScreen screen;
  private PhoneNets nets;
  private PhoneStore store;
  private Picks picks;
  private Engine engine;
  private Flow flow;
  private SharedPreferences kept;
  private PowerManager.OnThermalStatusChangedListener heat;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.main);
    kept = getPreferences(MODE_PRIVATE);
    thread = new HandlerThread("engine");
    thread.start();
    worker = new Handler(thread.getLooper());
    egl = new Egl();
    texture = new CameraTexture(worker);
    screen = new PhoneScreen(this, main, findViewById(R.id.sentence), findViewById(R.id.figures));
    nets = new PhoneNets(getAssets(), new File(getFilesDir(), "nets"));
    store = new PhoneStore(this);
    camera = new PhoneCamera((CameraManager) getSystemService(Context.CAMERA_SERVICE), worker, texture::texture);
    GlPainter painter = new GlPainter(name -> nets.text("shaders/" + name), texture, egl::drawScreen);
    Settings settings = Settings.parse(kept.getString(KEPT, null));
    engine = new Engine(painter, nets, new CoreDevelop(), store, new PhoneRecorder(egl, store),
        new PhoneMicrophone(this), screen, this, settings);
    flow = new Flow(this, camera, engine, screen, this, main::post, worker::post, settings);
    Panel panel = new Panel(this, flow, nets);
    picks = new Picks(this, engine, screen, nets, panel, worker, main);
    SurfaceView view = findViewById(R.id.picture);
    view.getHolder().addCallback(this);
    view.setOnClickListener(v -> flow.nextPictureFilter());
    view.setOnLongClickListener(v -> {
      flow.save(true);
      return true;
    });
    click(R.id.sentence, flow::retry);
    click(R.id.save, () -> flow.save(true));
    click(R.id.record, flow::record);
    click(R.id.flip, () -> flow.set(flow.settings().withFront(!flow.settings().front())));
    click(R.id.background, picks::background);
    click(R.id.net, picks::net);
    click(R.id.csv, flow::saveFigures);
    heat = flow::heat;
    getSystemService(PowerManager.class).addThermalStatusListener(heat);
  }

  private void click(int id, Runnable then) {
    findViewById(id).setOnClickListener(view -> then.run());
  }

  @Override
  protected void onResume() {
    super.onResume();
    flow.resume();
  }

  @Override
  protected void onPause() {
    flow.pause();
    super.onPause();
  }

  @Override
  protected void onDestroy() {
    getSystemService(PowerManager.class).removeThermalStatusListener(heat);
    flow.close();
    worker.post(texture::close);
    worker.post(egl::close);
    thread.quitSafely();
    super.onDestroy();
  }

  @Override
  public void onTrimMemory(int level) {
    super.onTrimMemory(level);
    if (level == TRIM_MEMORY_RUNNING_LOW || level == TRIM_MEMORY_RUNNING_CRITICAL) flow.memoryLow();
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] names, int[] results) {
    if (results.length == 0) return; // the question was taken away; resuming asks anew
    boolean granted = results[0] == PackageManager.PERMISSION_GRANTED;
    if (request == CAMERA) flow.permission(granted);
    if (request == SOUND) flow.soundPermission(granted);
  }

  @Override
  protected void onActivityResult(int request, int result, Intent data) {
    if (result == RESULT_OK && data != null) picks.picked(request, data);
  }

  @Override
  public void surfaceCreated(SurfaceHolder holder) {
    // surfaceChanged() follows
  }

  @Override
  public void surfaceChanged(SurfaceHolder holder, int format, int width, int height) {
    int rotation = 90 * getWindowManager().getDefaultDisplay().getRotation();
    worker.post(() -> {
      String problem = egl.open();
      if (problem != null) {
        screen.hold(Say.NO_OPENGL, problem);
        return;
      }
      egl.setScreen(holder.getSurface());
      texture.open(this::arrived);
      main.post(() -> flow.surface(width, height, rotation));
    });
  }

  @Override
  public void surfaceDestroyed(SurfaceHolder holder) {
    flow.surfaceGone();
    worker.post(() -> egl.setScreen(null));
    Waiting.until(worker); // Android takes the surface away when this returns
  }

  private void arrived(long nanos) {
    if (!camera.arrived(nanos)) texture.take(unwanted); // a frame that lies unread would hold up the next camera
  }

  @Override
  public void show() {
    egl.showScreen();
  }

  @Override
  public boolean mayUseCamera() {
    return checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED;
  }

  @Override
  public void askForCamera() {
    requestPermissions(new String[] {Manifest.permission.CAMERA}, CAMERA);
  }

  @Override
  public boolean mayListen() {
    return checkSelfPermission(Manifest.permission.RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED;
  }

  @Override
  public void askToListen() {
    requestPermissions(new String[] {Manifest.permission.RECORD_AUDIO}, SOUND);
  }

  @Override
  public boolean matrix(float[] into) {
    return texture.take(into);
  }

  @Override
  public void keep(Settings settings) {
    kept.edit().putString(KEPT, settings.asText()).apply();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public String stamp() {
    return new SimpleDateFormat("yyyyMMdd_HHmmss_SSS", Locale.ROOT).format(new Date());
  }
}
