package io.jenkins.plugins.codedeploy.account;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.credentials.CredentialsLookup;
import io.jenkins.plugins.codedeploy.credentials.IdTokens;
import io.jenkins.plugins.codedeploy.credentials.ItemLookup;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.util.List;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import org.springframework.security.access.AccessDeniedException;
import software.amazon.awssdk.regions.Region;

/**
 * What forms may show and check, for whom. A person without the right gets the current value, or no verdict; where
 * there is no item, only administrators have it. Methods of forms that use this are {@code @POST}.
 */
public final class FormAccess {
    private FormAccess() {}

    /** As far as whoever asks may read it; null also for one that may only be discovered. */
    @CheckForNull
    public static <T extends Item> T readable(@NonNull String fullName, @NonNull Class<T> type) {
        try {
            return Jenkins.get().getItemByFullName(fullName, type);
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    /** Whether a person may see the names of credentials and target accounts. */
    public static boolean mayList(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** Whether a person may have AWS called with an item's credentials. */
    public static boolean mayCall(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.CONFIGURE) && item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** @throws org.springframework.security.access.AccessDeniedException unless {@link #mayCall} */
    public static void checkCall(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
            item.checkPermission(CredentialsProvider.USE_ITEM);
        }
    }

    /** The target accounts that jobs here can name, with an empty choice first. */
    @NonNull
    public static ListBoxModel targets(@CheckForNull Item item, @CheckForNull String current) {
        ListBoxModel targets = new ListBoxModel();
        String value = Util.fixNull(current);
        if (mayList(item)) {
            targets.add(Messages.FormAccess_noTarget(), "");
            TargetDirectory.visibleTo(item).keySet().stream().sorted().forEach(targets::add);
        }
        if (targets.stream().noneMatch(option -> option.value.equals(value))) {
            targets.add(value);
        }
        return targets;
    }

    /** The AWS credentials, and the ID token credentials for AWS, that jobs here can use, with an empty choice first. */
    @NonNull
    public static ListBoxModel credentials(@CheckForNull Item item, @CheckForNull String current) {
        StandardListBoxModel credentials = new StandardListBoxModel();
        String value = Util.fixNull(current);
        if (!mayList(item)) {
            return credentials.includeCurrentValue(value);
        }
        credentials.includeEmptyValue();
        include(credentials, item, AmazonWebServicesCredentials.class, CredentialsMatchers.always());
        Class<? extends StandardCredentials> tokens = IdTokens.type();
        if (tokens != null) {
            include(credentials, item, tokens, FormAccess::isForAws);
        }
        return credentials.includeCurrentValue(value);
    }

    private static void include(
            StandardListBoxModel credentials,
            @CheckForNull Item item,
            Class<? extends StandardCredentials> type,
            CredentialsMatcher matcher) {
        if (item == null) {
            credentials.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), type, List.of(), matcher);
        } else {
            credentials.includeMatchingAs(
                    CredentialsLookup.defaultAuthentication(item), item, type, List.of(), matcher);
        }
    }

    /** Whether a token has the audience that identity providers of AWS accept, by convention. */
    private static boolean isForAws(Credentials credential) {
        return credential instanceof StandardCredentials token && WebIdentity.AUDIENCE.equals(IdTokens.audience(token));
    }

    /** The SDK's own list, made when the SDK was; others can be typed. */
    @NonNull
    public static ComboBoxModel regions() {
        return new ComboBoxModel(Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .sorted()
                .toList());
    }

    @NonNull
    public static ListBoxModel bucketOwners() {
        return new ListBoxModel(
                new ListBoxModel.Option(Messages.FormAccess_ownerUnset(), ""),
                new ListBoxModel.Option(Messages.FormAccess_ownerSource(), BucketOwner.SOURCE.name()),
                new ListBoxModel.Option(Messages.FormAccess_ownerTarget(), BucketOwner.TARGET.name()));
    }

    /** The verdict of one of the engine's rules, in the reader's language. */
    @NonNull
    public static FormValidation check(@CheckForNull Item item, @NonNull Runnable rule) {
        if (!mayList(item)) {
            return FormValidation.ok();
        }
        try {
            rule.run();
            return FormValidation.ok();
        } catch (InvalidInputException e) {
            return FormValidation.error(e.text().in(LocaleProvider.getLocale()));
        }
    }

    /** The same, where blank is well. */
    @NonNull
    public static FormValidation checkOptional(
            @CheckForNull Item item, @CheckForNull String value, @NonNull Runnable rule) {
        return Util.fixEmptyAndTrim(value) == null ? FormValidation.ok() : check(item, rule);
    }

    /** Blank is well. One that the SDK does not know passes with a warning: AWS adds Regions. */
    @NonNull
    public static FormValidation checkRegion(@CheckForNull Item item, String field, @CheckForNull String value) {
        String given = Util.fixEmptyAndTrim(value);
        FormValidation form = given == null ? FormValidation.ok() : check(item, () -> Inputs.region(field, given));
        if (given == null
                || form.kind != FormValidation.Kind.OK
                || !mayList(item)
                || regions().contains(given)) {
            return form;
        }
        String meant = ClosestMatch.of(given, regions());
        return FormValidation.warning(
                meant == null ? Messages.FormAccess_newRegion(given) : Messages.FormAccess_likeRegion(given, meant));
    }

    @NonNull
    public static FormValidation checkSessionDuration(@CheckForNull Item item, @CheckForNull String value) {
        String seconds = Util.fixEmptyAndTrim(value);
        if (seconds == null || !mayList(item)) {
            return FormValidation.ok();
        }
        FormValidation number = FormValidation.validatePositiveInteger(seconds);
        return number.kind == FormValidation.Kind.OK
                ? check(item, () -> Inputs.sessionDuration(Integer.parseInt(seconds)))
                : number;
    }

    /** Whether a credential is there and fit. No call is made. */
    @NonNull
    public static FormValidation checkCredentialsId(@CheckForNull Item item, @CheckForNull String value) {
        String id = Util.fixEmptyAndTrim(value);
        if (!mayCall(item)) {
            return FormValidation.ok();
        }
        if (id == null) {
            return check(item, () -> Inputs.required("credentialsId", null));
        }
        if (id.startsWith("${")) {
            return FormValidation.ok(Messages.FormAccess_parameter());
        }
        ItemLookup lookup = new ItemLookup(item);
        AmazonWebServicesCredentials found = lookup.find(AmazonWebServicesCredentials.class, id);
        Class<? extends StandardCredentials> tokens = IdTokens.type();
        StandardCredentials token = found == null && tokens != null ? lookup.find(tokens, id) : null;
        if (token != null) {
            return isForAws(token)
                    ? FormValidation.ok(Messages.FormAccess_token())
                    : FormValidation.warning(
                            Messages.FormAccess_audience(Util.fixNull(IdTokens.audience(token)), WebIdentity.AUDIENCE));
        }
        if (found == null) {
            return FormValidation.error(Messages.StoredIdentity_notFound(id));
        }
        String unfit = StoredIdentity.unfit(found);
        return unfit == null ? FormValidation.ok() : FormValidation.error(unfit);
    }

    /** Likewise, for a target account: one of scope System works only where folders are named. */
    @NonNull
    static FormValidation checkTargetsCredentialsId(
            @CheckForNull Item item, @CheckForNull String value, @CheckForNull String folders) {
        FormValidation verdict = checkCredentialsId(item, value);
        String id = Util.fixEmptyAndTrim(value);
        if (item != null || id == null || verdict.kind != FormValidation.Kind.OK || !mayCall(null)) {
            return verdict;
        }
        ItemLookup lookup = new ItemLookup(null);
        StandardCredentials found = lookup.find(AmazonWebServicesCredentials.class, id);
        Class<? extends StandardCredentials> tokens = IdTokens.type();
        found = found == null && tokens != null ? lookup.find(tokens, id) : found;
        boolean hidden = found != null && found.getScope() == CredentialsScope.SYSTEM;
        return hidden && Util.fixNull(folders).isBlank()
                ? FormValidation.error(Messages.FormAccess_systemWithoutFolders(id))
                : verdict;
    }

    /** Warns of folders that are not there, or not yet. */
    @NonNull
    static FormValidation checkFolders(@CheckForNull Item item, @CheckForNull String value, boolean needed) {
        if (!mayList(item)) {
            return FormValidation.ok();
        }
        List<String> named = Util.fixNull(value)
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .toList();
        if (named.isEmpty()) {
            return needed ? FormValidation.error(Messages.FormAccess_foldersNeeded()) : FormValidation.ok();
        }
        return named.stream()
                .filter(folder -> readable(folder, Item.class) == null)
                .findFirst()
                .map(folder -> FormValidation.warning(Messages.FormAccess_noFolder(folder)))
                .orElse(FormValidation.ok());
    }
}
