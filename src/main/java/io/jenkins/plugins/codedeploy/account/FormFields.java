package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** Submitted forms, before Jenkins binds them to objects. */
public final class FormFields {
    private FormFields() {}

    /** A copy without blank fields, at any depth: none of ours means anything blank, and no enum can be. */
    @NonNull
    public static JSONObject withoutBlanks(@NonNull JSONObject form) {
        JSONObject given = new JSONObject();
        for (Object key : form.keySet()) {
            String name = String.valueOf(key);
            Object value = form.get(name);
            if (!(value instanceof String text && text.isBlank())) {
                given.put(name, strip(value));
            }
        }
        return given;
    }

    /** The same for what may be one object or a list of them; null where there is none. */
    @CheckForNull
    public static Object withoutBlanks(@CheckForNull Object forms) {
        return forms == null ? null : strip(forms);
    }

    private static Object strip(Object value) {
        if (value instanceof JSONObject object) {
            return object.isNullObject() ? object : withoutBlanks(object);
        }
        if (value instanceof JSONArray array) {
            JSONArray given = new JSONArray();
            array.forEach(element -> given.add(strip(element)));
            return given;
        }
        return value;
    }
}
