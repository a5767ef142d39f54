package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.Pages;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.AutoScalingGroup;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.EC2TagFilter;
import software.amazon.awssdk.services.codedeploy.model.ListApplicationsResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsResponse;
import software.amazon.awssdk.services.codedeploy.model.TagFilter;

/** What applications and deployment groups tell that helps to explain a failure. */
public final class Groups {
    private static final int MOST_COMPARED = 1000;
    private static final int MOST_TOLD = 20;

    /** Separates the tags of several tag groups. An instance needs one tag of each group. */
    static final String AND = "\n";

    private Groups() {}

    /** Adds the service role, and what selects the group's instances. */
    @NonNull
    public static SetupValues learn(CodeDeployClient client, SetupValues known, String application, String group) {
        DeploymentGroupInfo info = client.getDeploymentGroup(
                        r -> r.applicationName(application).deploymentGroupName(group))
                .deploymentGroupInfo();
        return info == null ? known : learn(known, info);
    }

    @NonNull
    public static SetupValues learn(SetupValues known, DeploymentGroupInfo group) {
        return known.with(Field.SERVICE_ROLE, group.serviceRoleArn())
                .with(Field.PLATFORM, group.computePlatformAsString())
                .with(
                        Field.TAG,
                        ofEach(tagGroups(group)
                                .map(tags -> first(tags.stream().map(tag -> tag(tag.key(), tag.value()))))))
                .with(
                        Field.ON_PREMISES_TAG,
                        ofEach(onPremisesTagGroups(group)
                                .map(tags -> first(tags.stream().map(tag -> tag(tag.key(), tag.value()))))))
                .with(
                        Field.SCALING_GROUP,
                        first(group.autoScalingGroups().stream().map(AutoScalingGroup::name)));
    }

    /** Whether it has any way to come to instances. */
    public static boolean selects(DeploymentGroupInfo group) {
        return tagGroups(group).findAny().isPresent()
                || onPremisesTagGroups(group).findAny().isPresent()
                || !group.autoScalingGroups().isEmpty();
    }

    @CheckForNull
    private static String first(Stream<String> values) {
        return values.filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** As AWS's command line takes it: a key alone may have any value; a value alone is of any key. */
    @CheckForNull
    private static String tag(@CheckForNull String key, @CheckForNull String value) {
        return key == null ? null : "Key=" + key + ",Value=" + (value == null ? "" : value);
    }

    /** One tag for each group; null without tags. */
    @CheckForNull
    private static String ofEach(Stream<String> tags) {
        String all = tags.filter(Objects::nonNull).distinct().collect(Collectors.joining(AND));
        return all.isEmpty() ? null : all;
    }

    /**
     * An instance needs one tag of each.
     *
     * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-tagging.html">Tag groups</a>
     */
    private static Stream<List<EC2TagFilter>> tagGroups(DeploymentGroupInfo group) {
        return Stream.concat(
                        Stream.of(group.ec2TagFilters()),
                        group.ec2TagSet() == null ? Stream.empty() : group.ec2TagSet().ec2TagSetList().stream())
                .filter(tags -> !tags.isEmpty());
    }

    private static Stream<List<TagFilter>> onPremisesTagGroups(DeploymentGroupInfo group) {
        return Stream.concat(
                        Stream.of(group.onPremisesInstanceTagFilters()),
                        group.onPremisesTagSet() == null
                                ? Stream.empty()
                                : group.onPremisesTagSet().onPremisesTagSetList().stream())
                .filter(tags -> !tags.isEmpty());
    }

    /**
     * Where a name does not exist, adds those that do, and the one that it was perhaps meant to be.
     *
     * @param otherRegions in which the identity creates deployments, too
     */
    @NonNull
    public static SetupValues nearest(
            CodeDeployClient client, SetupValues known, List<String> otherRegions, RuntimeException e) {
        String code = AwsErrors.code(e);
        if (!CallDiagnosis.isUnknownName(code)) {
            return known;
        }
        try {
            boolean application = code.startsWith("Application");
            List<String> names = application ? applications(client) : names(client, known.show(Field.APPLICATION));
            String wanted = known.show(application ? Field.APPLICATION : Field.GROUP);
            List<String> some = names.subList(0, Math.min(names.size(), MOST_COMPARED));
            return known.with(Field.NEAREST, ClosestMatch.of(wanted, some))
                    .with(Field.OTHER_REGIONS, otherRegions.isEmpty() ? null : String.join(", ", otherRegions))
                    .with(Field.EXISTING, String.join(", ", some.subList(0, Math.min(some.size(), MOST_TOLD))));
        } catch (SdkException refused) {
            return known;
        }
    }

    /** The names of all applications. */
    @NonNull
    public static List<String> applications(CodeDeployClient client) {
        return Pages.all(
                from -> client.listApplications(r -> r.nextToken(from)),
                ListApplicationsResponse::applications,
                ListApplicationsResponse::nextToken);
    }

    /** The names of an application's deployment groups. */
    @NonNull
    public static List<String> names(CodeDeployClient client, String application) {
        return Pages.all(
                from -> client.listDeploymentGroups(
                        r -> r.applicationName(application).nextToken(from)),
                ListDeploymentGroupsResponse::deploymentGroups,
                ListDeploymentGroupsResponse::nextToken);
    }
}
