// Sentences and figures over the picture. A held sentence stays and is read out by TalkBack; a told one is a toast.
package app.segme.phone;

import android.content.Context;
import android.os.Handler;
import android.view.View;
import android.widget.TextView;
import android.widget.Toast;
import app.segme.core.PictureFilter;
import app.segme.core.Say;
import app.segme.core.Screen;
import java.util.Locale;

final class PhoneScreen implements Screen {
  private final Context context;
  private final Handler main;
  private final TextView sentence;
  private final TextView figures;

  PhoneScreen(Context context, Handler main, TextView sentence, TextView figures) {
    this.context = context;
    this.main = main;
    this.sentence = sentence;
    this.figures = figures;
  }

  /** The text of that name in the person's language. */
  static String text(Context context, String name, Object... with) {
    int id = context.getResources().getIdentifier(name, "string", context.getPackageName());
    return id == 0 ? name : context.getString(id, with);
  }

  private String say(Say what, Object... with) {
    Object[] words = with.clone();
    for (int i = 0; i < words.length; ++i) {
      if (words[i] instanceof PictureFilter) words[i] = text(context, "picture_" + lower((PictureFilter) words[i]));
    }
    return text(context, lower(what), words);
  }

  static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void hold(Say what, Object... with) {
    String text = say(what, with);
    main.post(() -> {
      sentence.setText(text);
      sentence.setVisibility(View.VISIBLE);
    });
  }

  @Override
  public void tell(Say what, Object... with) {
    String text = say(what, with);
    main.post(() -> Toast.makeText(context, text, Toast.LENGTH_LONG).show());
  }

  @Override
  public void clear() {
    main.post(() -> sentence.setVisibility(View.GONE));
  }

  @Override
  public void figures(CharSequence text) {
    String now = text == null ? null : text.toString();
    main.post(() -> {
      figures.setText(now);
      figures.setVisibility(now == null ? View.GONE : View.VISIBLE);
    });
  }
}
