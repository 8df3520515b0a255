// The panel of controls: what is chosen there becomes settings, and settings are shown there.
package app.segme.phone;

import android.app.Activity;
import android.view.View;
import android.widget.AdapterView;
import android.widget.ArrayAdapter;
import android.widget.CompoundButton;
import android.widget.SeekBar;
import android.widget.Spinner;
import android.widget.TextView;
import app.segme.core.Device;
import app.segme.core.Filter;
import app.segme.core.Flow;
import app.segme.core.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

final class Panel {
  private final Activity activity;
  private final Flow flow;
  private final PhoneNets nets;

  Panel(Activity activity, Flow flow, PhoneNets nets) {
    this.activity = activity;
    this.flow = flow;
    this.nets = nets;
    Settings now = flow.settings();
    List<String> filters = new ArrayList<>();
    for (Filter filter : Filter.values()) filters.add(text("filter_" + PhoneScreen.lower(filter)));
    choose(R.id.filters, filters, now.filter().ordinal(), i -> flow.set(flow.settings().with(Filter.values()[i])));
    List<String> devices = new ArrayList<>();
    for (Device device : Device.values()) devices.add(text("device_" + PhoneScreen.lower(device)));
    choose(R.id.devices, devices, now.device().ordinal(), i -> flow.set(flow.settings().with(Device.values()[i])));
    models();
    slide(R.id.threshold, R.id.threshold_label, R.string.threshold_is, 0, now.threshold(),
        i -> flow.set(flow.settings().withThreshold(i)));
    slide(R.id.threads, R.id.threads_label, R.string.threads_are, 1, now.threads(),
        i -> flow.set(flow.settings().withThreads(i)));
    check(R.id.figures_shown, now.figures(), on -> flow.set(flow.settings().withFigures(on)));
    check(R.id.sound, now.sound(), on -> flow.set(flow.settings().withSound(on)));
  }

  private String text(String name) {
    return PhoneScreen.text(activity, name);
  }

  /** The list of nets; anew when one was taken from storage. */
  void models() {
    List<String> names = new ArrayList<>(Arrays.asList("fast", "balanced"));
    names.addAll(Arrays.asList(nets.taken()));
    List<String> shown = new ArrayList<>(names);
    shown.set(0, text("model_fast"));
    shown.set(1, text("model_balanced"));
    choose(R.id.models, shown, Math.max(0, names.indexOf(flow.settings().model())),
        i -> flow.set(flow.settings().withModel(names.get(i))));
  }

  private void check(int id, boolean now, Consumer<Boolean> then) {
    CompoundButton box = activity.findViewById(id);
    box.setChecked(now);
    box.setOnCheckedChangeListener((button, on) -> then.accept(on));
  }

  private void choose(int id, List<String> texts, int chosen, IntConsumer then) {
    Spinner list = activity.findViewById(id);
    ArrayAdapter<String> rows = new ArrayAdapter<>(activity, R.layout.row, texts);
    rows.setDropDownViewResource(R.layout.row);
    list.setOnItemSelectedListener(null);
    list.setAdapter(rows);
    list.setSelection(chosen, false);
    list.setOnItemSelectedListener(new AdapterView.OnItemSelectedListener() {
      private int last = chosen;

      @Override
      public void onItemSelected(AdapterView<?> from, View row, int index, long rowId) {
        if (index == last) return; // Android tells of the first selection, too
        last = index;
        then.accept(index);
      }

      @Override
      public void onNothingSelected(AdapterView<?> from) {
        // one always is
      }
    });
  }

  private void slide(int id, int label, int words, int least, int now, IntConsumer then) {
    SeekBar bar = activity.findViewById(id);
    TextView text = activity.findViewById(label);
    bar.setProgress(now - least);
    text.setText(activity.getString(words, now));
    bar.setOnSeekBarChangeListener(new SeekBar.OnSeekBarChangeListener() {
      @Override
      public void onProgressChanged(SeekBar moved, int progress, boolean byHand) {
        text.setText(activity.getString(words, progress + least));
        if (byHand && id == R.id.threshold) then.accept(progress + least); // seen at once
      }

      @Override
      public void onStartTrackingTouch(SeekBar moved) {
        // nothing yet
      }

      @Override
      public void onStopTrackingTouch(SeekBar moved) {
        then.accept(moved.getProgress() + least); // threads load the net anew: once, at the end
      }
    });
  }
}
