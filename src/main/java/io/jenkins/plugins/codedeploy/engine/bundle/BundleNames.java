package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** What lies where in a bundle, as an instance finds it once the bundle is unpacked. */
final class BundleNames {
    /** As Linux has it. */
    private static final int MAX_LINKS = 40;

    /** What a path leads to. */
    enum Kind {
        FILE,
        FOLDER,
        /** A link that leads nowhere within the bundle. */
        DANGLING,
        /** Below a file, which may be a link: a zip does not tell. */
        UNKNOWN
    }

    /** @param path behind all links, as the bundle has it */
    record Place(@NonNull Kind kind, @NonNull String path) {}

    private final List<Entry> entries;
    private final boolean windows;
    private final boolean archive;

    /**
     * @param entries sorted by name; folders may be missing
     * @param archive whether links may look like files
     */
    BundleNames(@NonNull List<Entry> entries, boolean windows, boolean archive) {
        this.entries = entries;
        this.windows = windows;
        this.archive = archive;
    }

    boolean hasLinks() {
        return entries.stream().anyMatch(entry -> entry.target != null);
    }

    /** Null where nothing is. */
    @CheckForNull
    Place find(@NonNull String path) {
        return find(windows ? inItsCase(path) : path, MAX_LINKS);
    }

    private Place find(String path, int links) {
        if (path.isEmpty()) {
            return new Place(Kind.FOLDER, path);
        }
        Entry entry = entry(path);
        if (entry != null && entry.target != null) {
            Place behind = links == 0 ? null : find(FileNames.behind(path, entry.target), links - 1);
            return behind != null ? behind : new Place(Kind.DANGLING, path);
        }
        if (entry != null && entry.type == Entry.FILE) {
            return new Place(Kind.FILE, path);
        }
        if (entry != null || from(path + '/') < to(path)) {
            return new Place(Kind.FOLDER, path);
        }
        return behindLink(path, links);
    }

    private Place behindLink(String path, int links) {
        for (int slash = path.indexOf('/'); slash > 0 && links > 0; slash = path.indexOf('/', slash + 1)) {
            Entry above = entry(path.substring(0, slash));
            if (above != null && above.target != null) {
                return find(FileNames.behind(above.name, above.target + path.substring(slash)), links - 1);
            }
            if (above != null && above.type == Entry.FILE && archive) {
                return new Place(Kind.UNKNOWN, path);
            }
        }
        return null;
    }

    /** The file that a path leads to; null where it leads to none. */
    @CheckForNull
    Entry file(@NonNull String path) {
        Place place = find(path);
        return place == null || place.kind() != Kind.FILE ? null : entry(place.path());
    }

    /** The target of a link; null for anything else. */
    @CheckForNull
    String link(@NonNull String path) {
        Entry entry = entry(path);
        return entry == null ? null : entry.target;
    }

    /** All entries below a folder, at any depth; what lies behind links is not among them. */
    @NonNull
    List<Entry> below(@NonNull String folder) {
        return folder.isEmpty() ? entries : entries.subList(from(folder + '/'), to(folder));
    }

    private String inItsCase(String path) {
        for (Entry entry : entries) {
            String name = entry.name;
            if (name.regionMatches(true, 0, path, 0, path.length())
                    && (name.length() == path.length() || name.charAt(path.length()) == '/')) {
                return name.substring(0, path.length());
            }
        }
        return path;
    }

    @CheckForNull
    private Entry entry(String name) {
        int at = from(name);
        return at < entries.size() && entries.get(at).name.equals(name) ? entries.get(at) : null;
    }

    /** Where the names below a folder end: "0" follows "/". */
    private int to(String folder) {
        return from(folder + '0');
    }

    private int from(String name) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).name.compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
