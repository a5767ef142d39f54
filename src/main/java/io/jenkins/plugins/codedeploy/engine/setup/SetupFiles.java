package io.jenkins.plugins.codedeploy.engine.setup;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole setup as files: documents, CloudFormation templates and Terraform configurations. */
public final class SetupFiles {
    private final List<SetupValues> all;
    private final List<SetupDocument> documents;

    /** @param all target accounts, applications and groups that share a source identity and a bucket; at least one */
    public SetupFiles(@NonNull List<SetupValues> all) {
        this.all = List.copyOf(all);
        documents = Setup.documents(this.all);
    }

    /** In the order of the guide's steps. */
    @NonNull
    public List<SetupDocument> documents() {
        return List.copyOf(documents);
    }

    /** Name of a document's file; the resource is in it if there are several documents of its kind. */
    @NonNull
    public String name(@NonNull SetupDocument document) {
        long alike = documents.stream().filter(d -> d.kind() == document.kind()).count();
        String name = document.kind().fileName();
        return alike == 1
                ? name
                : name.replace(
                        ".json",
                        "-" + document.account() + "-"
                                + Arns.name(document.resource()).replaceAll("[^\\w.-]", "_") + ".json");
    }

    /** Contents by name; names may have folders. */
    @NonNull
    public Map<String, String> contents() {
        Map<String, String> files = new LinkedHashMap<>();
        documents.forEach(document -> files.put(name(document), document.json()));
        if (!all.get(0).isTokenDirect()) {
            files.put("source-account.template.json", Templates.source(all));
            files.put("terraform/source-account/main.tf.json", Terraform.source(all));
        }
        Map<String, List<SetupValues>> accounts = new LinkedHashMap<>();
        all.forEach(values -> accounts.computeIfAbsent(Arns.targetAccount(values), a -> new ArrayList<>())
                .add(values));
        accounts.forEach((account, values) -> {
            String name = "target-account" + (accounts.size() == 1 ? "" : "-" + account);
            files.put(name + ".template.json", Templates.target(values));
            files.put("terraform/" + name + "/main.tf.json", Terraform.target(values));
        });
        List<SetupValues> first = accounts.values().iterator().next();
        if (first.get(0).has(Field.ROLE) && !first.get(0).isBucketInTarget()) {
            files.put("target-accounts.stackset.template.json", Templates.stackSet(first));
        }
        return files;
    }
}
