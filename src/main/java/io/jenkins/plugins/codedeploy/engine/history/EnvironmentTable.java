package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is live: a row for each application and deployment group, a column for each target account and Region.
 *
 * @param columns sorted by title
 * @param rows sorted by application and deployment group
 */
public record EnvironmentTable(
        @NonNull List<Column> columns, @NonNull List<Row> rows) {
    /**
     * A target account in a Region.
     *
     * @param target name of the target account in Jenkins; empty for none
     * @param account tells accounts of the same name apart
     */
    public record Column(
            @NonNull String target,
            @NonNull String region,
            @NonNull String account) implements Comparable<Column> {
        private static final Comparator<Column> ORDER = Comparator.comparing(Column::target)
                .thenComparing(Column::region)
                .thenComparing(Column::account);

        @Override
        public int compareTo(Column other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A deployment group in all environments.
     *
     * @param cells one for each column; null where the group does not exist, as far as is known
     */
    public record Row(
            @NonNull String application,
            @NonNull String deploymentGroup,
            @NonNull List<Cell> cells) {}

    /**
     * A deployment group in one environment.
     *
     * @param behind null if no other environment of the row has a newer build of the same job
     */
    public record Cell(
            @NonNull EnvironmentState state, @CheckForNull Behind behind) {}

    /**
     * How far an environment is behind another one.
     *
     * @param builds difference of the numbers of the builds that pushed the two revisions
     */
    public record Behind(int builds, @NonNull Column newest) {}

    private record Group(String application, String deploymentGroup) implements Comparable<Group> {
        private static final Comparator<Group> ORDER =
                Comparator.comparing(Group::application).thenComparing(Group::deploymentGroup);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    /** Arranges what is known of some environments. */
    @NonNull
    public static EnvironmentTable of(@NonNull Collection<EnvironmentState> states) {
        TreeSet<Column> columns = new TreeSet<>();
        Map<Group, Map<Column, EnvironmentState>> groups = new TreeMap<>();
        for (EnvironmentState state : states) {
            DeploymentEnvironment environment = state.environment();
            Column column = new Column(
                    Objects.requireNonNullElse(state.target(), ""), environment.region(), environment.account());
            columns.add(column);
            groups.computeIfAbsent(
                            new Group(environment.application(), environment.deploymentGroup()),
                            group -> new LinkedHashMap<>())
                    .put(column, state);
        }
        List<Row> rows = new ArrayList<>();
        groups.forEach((group, cells) ->
                rows.add(new Row(group.application(), group.deploymentGroup(), cells(columns, cells))));
        return new EnvironmentTable(List.copyOf(columns), List.copyOf(rows));
    }

    private static List<Cell> cells(Collection<Column> columns, Map<Column, EnvironmentState> known) {
        List<Cell> cells = new ArrayList<>();
        for (Column column : columns) {
            EnvironmentState state = known.get(column);
            cells.add(state == null ? null : new Cell(state, behind(state, known)));
        }
        return cells;
    }

    @CheckForNull
    private static Behind behind(EnvironmentState state, Map<Column, EnvironmentState> row) {
        HistoryEntry live = state.live();
        BuildReference build = pushedBy(state);
        Behind most = null;
        for (Map.Entry<Column, EnvironmentState> other : row.entrySet()) {
            BuildReference newer = pushedBy(other.getValue());
            HistoryEntry otherLive = other.getValue().live();
            if (build != null
                    && newer != null
                    && build.job().equals(newer.job())
                    && !Objects.equals(
                            Objects.requireNonNull(live).revision(),
                            Objects.requireNonNull(otherLive).revision())) {
                int builds = newer.number() - build.number();
                if (builds > 0 && (most == null || builds > most.builds())) {
                    most = new Behind(builds, other.getKey());
                }
            }
        }
        return most;
    }

    @CheckForNull
    private static BuildReference pushedBy(EnvironmentState state) {
        HistoryEntry live = state.live();
        RevisionOrigin origin = live == null ? null : live.origin();
        return origin == null || origin.build().jobDeleted() ? null : origin.build();
    }
}
