package io.jenkins.plugins.codedeploy.engine.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One setup, in every form that it is written in. */
class SetupFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Set<Map.Entry<String, List<SetupValues>>> setups() {
        return TemplatesValidationTest.setups().entrySet();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void cloudFormationAndTerraformGiveTheSamePolicies(Map.Entry<String, List<SetupValues>> setup) throws Exception {
        Map<String, String> files = new SetupFiles(setup.getValue()).contents();
        int compared = 0;
        for (String template : files.keySet()) {
            if (template.endsWith("account.template.json") || template.matches("target-account-\\d+.template.json")) {
                String terraform = "terraform/" + template.replace(".template.json", "/main.tf.json");
                Map<String, JsonNode> expected = ofStack(JSON.readTree(files.get(template)));
                assertEquals(expected, ofTerraform(JSON.readTree(files.get(terraform))), template);
                compared += expected.size();
            }
        }
        assertTrue(compared >= 2, () -> files.keySet().toString());
    }

    /** A key's policy is in no template; the others are no policies. */
    private static final Set<Kind> OF_NO_POLICY = Set.of(Kind.LIFECYCLE, Kind.KEY_POLICY, Kind.IDENTITY_PROVIDER);

    /** What each document says is in the templates, word for word. */
    @ParameterizedTest
    @MethodSource("setups")
    void everyPolicyIsInATemplate(Map.Entry<String, List<SetupValues>> setup) throws Exception {
        SetupFiles files = new SetupFiles(setup.getValue());
        List<JsonNode> all = new ArrayList<>();
        for (Map.Entry<String, String> file : files.contents().entrySet()) {
            if (file.getKey().endsWith(".template.json")) {
                all.addAll(ofStack(JSON.readTree(file.getValue())).values());
            }
        }
        for (SetupDocument document : files.documents()) {
            if (!OF_NO_POLICY.contains(document.kind())) {
                assertTrue(all.contains(document.document()), document::json);
            }
        }
    }

    @Test
    void severalAccountsShareOneDocumentForEachResource() {
        List<SetupDocument> documents = new SetupFiles(TemplatesValidationTest.several(3)).documents();
        assertEquals(1, count(documents, Kind.LIFECYCLE));
        assertEquals(1, count(documents, Kind.BUCKET_POLICY));
        assertEquals(1, count(documents, Kind.SOURCE_POLICY));
        assertEquals(3, count(documents, Kind.ROLE_POLICY));
        assertEquals(3, count(documents, Kind.TRUST_POLICY));
        assertEquals(6, count(documents, Kind.INSTANCE_ROLE_POLICY));
        for (SetupDocument document : documents) {
            Set<String> sids = new HashSet<>();
            for (JsonNode statement : document.document().path("Statement")) {
                String sid = statement.path("Sid").asText();
                assertTrue(sid.matches("[A-Za-z0-9]+") && sids.add(sid), document::json);
            }
        }
        JsonNode readers = statements(documents, Kind.BUCKET_POLICY);
        assertEquals(6 + 1, readers.size(), readers::toString);
        assertTrue(readers.toString().contains("\"InstancesReadRevisions222222222223\""), readers::toString);
        JsonNode assume = statements(documents, Kind.SOURCE_POLICY).get(0);
        assertEquals(3, assume.path("Resource").size(), assume::toString);
        JsonNode deploy = statements(documents, Kind.ROLE_POLICY).get(0);
        assertEquals(2, deploy.path("Resource").size(), deploy::toString);
    }

    @Test
    void aUsersPolicyThatIsTooLongInlineIsAManagedOne() throws Exception {
        String few = Templates.source(TemplatesValidationTest.several(2));
        String many = Templates.source(TemplatesValidationTest.several(40));
        assertEquals(
                "AWS::IAM::UserPolicy",
                JSON.readTree(few).at("/Resources/SourcePolicy/Type").asText());
        assertEquals(
                "AWS::IAM::ManagedPolicy",
                JSON.readTree(many).at("/Resources/SourcePolicy/Type").asText());
    }

    @Test
    void theStackSetsTemplateNamesNoTargetAccount() throws Exception {
        String template = Templates.stackSet(List.of(TemplatesValidationTest.PLAIN));
        assertFalse(template.contains("222222222222"), template);
        assertTrue(template.contains("111111111111:user/ci/jenkins"), template);
        JsonNode deploy = JSON.readTree(template)
                .at("/Resources/CrossAccountRole/Properties/Policies/0/PolicyDocument/Statement/0/Resource/Fn::Sub");
        assertTrue(
                deploy.asText().startsWith("arn:aws:codedeploy:eu-central-1:${AWS::AccountId}:deploymentgroup:"),
                template);
    }

    @Test
    void theRootUserIsRefused() {
        SetupValues root = TemplatesValidationTest.PLAIN.with(Field.SOURCE, "arn:aws:iam::111111111111:root");
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> new SetupFiles(List.of(root)).contents());
        assertEquals("sourceArn", e.field());
        assertEquals("setup.root", e.text().code());
    }

    /** What the simulated AWS's two readings ask for. */
    @Test
    void actionsWhoseResourceAwsDoesNotAgreeOnHaveAStatementOfTheirOwn() {
        JsonNode statements =
                statements(new SetupFiles(List.of(TemplatesValidationTest.PLAIN)).documents(), Kind.ROLE_POLICY);
        Set<String> everywhere = new HashSet<>();
        for (JsonNode statement : statements) {
            if (statement.path("Resource").asText().equals("*")) {
                statement.path("Action").forEach(action -> everywhere.add(action.asText()));
            } else {
                assertFalse(statement.path("Action").toString().contains("Target"), statement::toString);
            }
        }
        assertEquals(Set.copyOf(Statements.WITHOUT_RESOURCE_TYPE), everywhere);
    }

    private static JsonNode statements(List<SetupDocument> documents, Kind kind) {
        return documents.stream()
                .filter(document -> document.kind() == kind)
                .findFirst()
                .orElseThrow()
                .document()
                .path("Statement");
    }

    private static long count(List<SetupDocument> documents, Kind kind) {
        return documents.stream().filter(document -> document.kind() == kind).count();
    }

    /** By whose they are. */
    private static Map<String, JsonNode> ofStack(JsonNode template) {
        Map<String, JsonNode> policies = new java.util.TreeMap<>();
        for (JsonNode resource : template.path("Resources")) {
            JsonNode is = resource.path("Properties");
            String type = resource.path("Type").asText();
            switch (type) {
                case "AWS::S3::BucketPolicy" ->
                    policies.put("bucket " + is.at("/Bucket/Fn::If/2").asText(), is.path("PolicyDocument"));
                case "AWS::IAM::Role" -> {
                    String name =
                            is.path("Path").asText("/") + is.path("RoleName").asText();
                    policies.put("trust " + name, is.path("AssumeRolePolicyDocument"));
                    policies.put("role " + name, is.at("/Policies/0/PolicyDocument"));
                }
                case "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::ManagedPolicy" ->
                    policies.put(
                            "inline " + is.path("RoleName").asText()
                                    + is.path("UserName").asText()
                                    + is.at("/Users/0").asText(),
                            is.path("PolicyDocument"));
                default ->
                    assertTrue(
                            Set.of("AWS::S3::Bucket", "AWS::IAM::OIDCProvider").contains(type), type);
            }
        }
        return policies;
    }

    private static Map<String, JsonNode> ofTerraform(JsonNode configuration) throws Exception {
        Map<String, JsonNode> policies = new java.util.TreeMap<>();
        JsonNode resources = configuration.path("resource");
        for (JsonNode is : resources.path("aws_s3_bucket_policy")) {
            policies.put("bucket " + is.path("bucket").asText(), policy(is, "policy"));
        }
        Map<String, String> roles = new java.util.HashMap<>();
        for (Map.Entry<String, JsonNode> role : resources.path("aws_iam_role").properties()) {
            JsonNode is = role.getValue();
            String name = is.path("path").asText() + is.path("name").asText();
            roles.put("${aws_iam_role." + role.getKey() + ".id}", name);
            policies.put("trust " + name, policy(is, "assume_role_policy"));
        }
        for (JsonNode is : resources.path("aws_iam_role_policy")) {
            String role = is.path("role").asText();
            policies.put(roles.containsKey(role) ? "role " + roles.get(role) : "inline " + role, policy(is, "policy"));
        }
        for (JsonNode is : resources.path("aws_iam_user_policy")) {
            policies.put("inline " + is.path("user").asText(), policy(is, "policy"));
        }
        for (Map.Entry<String, JsonNode> policy :
                resources.path("aws_iam_policy").properties()) {
            String user = resources
                    .at("/aws_iam_user_policy_attachment/" + policy.getKey() + "/user")
                    .asText();
            policies.put("inline " + user, policy(policy.getValue(), "policy"));
        }
        return policies;
    }

    /** As Terraform reads the string. */
    private static JsonNode policy(JsonNode resource, String field) throws Exception {
        return JSON.readTree(resource.path(field).asText().replace("$${", "${").replace("%%{", "%{"));
    }
}
