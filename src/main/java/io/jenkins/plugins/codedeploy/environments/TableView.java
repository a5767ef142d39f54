package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentTable;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is live, as a page shows it. */
public final class TableView {
    private final EnvironmentsAction action;
    private final EnvironmentTable table;
    private final ReadableJobs jobs;

    TableView(@NonNull EnvironmentsAction action, @NonNull EnvironmentTable table, @NonNull ReadableJobs jobs) {
        this.action = action;
        this.table = table;
        this.jobs = jobs;
    }

    /** An application and deployment group. */
    public record Row(
            @NonNull String application,
            @NonNull String deploymentGroup,
            @NonNull List<Cell> cells) {}

    /**
     * A deployment group in one environment.
     *
     * @param place the column's title
     * @param view null if the deployment group does not exist there, as far as is known
     * @param behind how far it is behind another environment; null if it is not, as far as is known
     * @param promote the build form of the job that deploys there, filled in with the revision of that other environment;
     *     relative to Jenkins' root; null if there is none
     */
    public record Cell(
            @NonNull String place,
            @CheckForNull EnvironmentView view,
            @CheckForNull String behind,
            @CheckForNull String promote) {}

    public boolean isBlank() {
        return table.rows().isEmpty();
    }

    /** Titles of the columns. */
    @NonNull
    public List<String> getColumns() {
        return table.columns().stream().map(this::title).toList();
    }

    @NonNull
    public List<Row> getRows() {
        List<Row> rows = new ArrayList<>();
        for (EnvironmentTable.Row row : table.rows()) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < row.cells().size(); i++) {
                EnvironmentTable.Cell cell = row.cells().get(i);
                EnvironmentView view = cell == null ? null : new EnvironmentView(action, cell.state(), jobs);
                String behind = behind(cell, view);
                String promote = behind == null ? null : promote(row, cell);
                cells.add(new Cell(title(table.columns().get(i)), view, behind, promote));
            }
            rows.add(new Row(row.application(), row.deploymentGroup(), cells));
        }
        return rows;
    }

    @CheckForNull
    private String promote(EnvironmentTable.Row row, EnvironmentTable.Cell cell) {
        EnvironmentTable.Behind behind = Objects.requireNonNull(cell.behind());
        EnvironmentTable.Cell ahead = row.cells().get(table.columns().indexOf(behind.newest()));
        HistoryEntry live = ahead == null ? null : ahead.state().live();
        String revision = live == null || !jobs.mayRead(live.deployedBy()) ? null : live.revision();
        return revision == null || !revision.startsWith("s3:") ? null : ReleaseForm.url(cell.state(), revision, jobs);
    }

    /** Nothing of builds that the user may not read. */
    @CheckForNull
    private String behind(@CheckForNull EnvironmentTable.Cell cell, @CheckForNull EnvironmentView view) {
        EntryView live = view == null ? null : view.getLive();
        EnvironmentTable.Behind behind = cell == null ? null : cell.behind();
        if (behind == null || live == null || live.getPushedBy() == null) {
            return null;
        }
        String ahead = title(behind.newest());
        return behind.builds() == 1
                ? Messages.TableView_oneBehind(ahead)
                : Messages.TableView_behind(behind.builds(), ahead);
    }

    /** The Region only where it tells two columns apart. */
    private String title(EnvironmentTable.Column column) {
        long same = table.columns().stream()
                .filter(other -> other.target().equals(column.target()))
                .count();
        return column.target().isEmpty()
                ? column.region()
                : same > 1 ? column.target() + " (" + column.region() + ")" : column.target();
    }
}
