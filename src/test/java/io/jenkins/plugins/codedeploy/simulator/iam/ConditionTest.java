package io.jenkins.plugins.codedeploy.simulator.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private final Iam iam = new Iam();

    private boolean holds(String operator, String expected, Map<String, ?> context) throws Exception {
        Entity role = iam.find("arn:aws:iam::222222222222:role/R");
        if (role == null) {
            role = iam.createRole(
                    "222222222222",
                    "R",
                    "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:AssumeRole\"}}");
        }
        iam.putPolicy(
                role.arn(),
                "P",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\","
                        + " \"Resource\": \"*\", \"Condition\": {\"" + operator + "\": {\"t:key\": " + expected
                        + "}}}}");
        Caller caller = role.session("s", Map.of("team", "a"), "alice", null);
        return iam.decide(caller, "s3:GetObject", "*", "222222222222", null, false, context)
                .allowed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StringEquals              | \"a\"            | a      | true",
                "StringEquals              | \"a\"            | A      | false",
                "StringEquals              | [\"b\", \"a\"]   | a      | true",
                "StringEquals              | \"a*\"           | ab     | false",
                "StringEquals              | \"a\"            |        | false",
                "StringEqualsIfExists      | \"a\"            |        | true",
                "StringEqualsIfExists      | \"a\"            | b      | false",
                "StringNotEquals           | \"a\"            | b      | true",
                "StringNotEquals           | [\"b\", \"a\"]   | b      | false",
                "StringNotEquals           | \"a\"            |        | true",
                "StringEqualsIgnoreCase    | \"a\"            | A      | true",
                "StringNotEqualsIgnoreCase | \"a\"            | A      | false",
                "StringLike                | \"rev*/?\"       | rev1/x | true",
                "StringLike                | \"rev*/?\"       | rev1/  | false",
                "StringNotLike             | \"rev*\"         | rev1   | false",
                "ArnLike                   | \"arn:aws:iam::*:role/*\" | arn:aws:iam::1:role/r | true",
                "ArnEquals                 | \"arn:aws:iam::1:role/r\" | arn:aws:iam::1:role/r | true",
                "ArnNotEquals              | \"arn:aws:iam::1:role/r\" | arn:aws:iam::1:role/r | false",
                "ArnNotLike                | \"arn:aws:iam::2:*\"      | arn:aws:iam::1:role/r | true",
                "Bool                      | \"true\"         | true   | true",
                "Bool                      | true             | true   | true",
                "Bool                      | \"false\"        | true   | false",
                "Bool                      | \"false\"        |        | false",
                "BoolIfExists              | \"false\"        |        | true",
                "IpAddress                 | \"10.0.0.0/8\"   | 10.1.2.3    | true",
                "IpAddress                 | \"10.0.0.0/8\"   | 11.1.2.3    | false",
                "IpAddress                 | \"10.1.2.3\"     | 10.1.2.3    | true",
                "IpAddress                 | \"2001:db8::/32\" | 2001:db8::1 | true",
                "IpAddress                 | \"0.0.0.0/0\"    | 2001:db8::1 | false",
                "IpAddress                 | \"10.0.0.0/8\"   |             | false",
                "NotIpAddress              | [\"10.0.0.0/8\", \"192.0.2.0/24\"] | 192.0.2.9 | false",
                "NotIpAddress              | \"10.0.0.0/8\"   | 192.0.2.9   | true",
                "Null                      | \"true\"         |        | true",
                "Null                      | \"true\"         | a      | false",
                "Null                      | \"false\"        | a      | true",
                "NumericLessThan           | \"10\"           | 9      | true",
                "NumericLessThan           | 10               | 10     | false",
                "NumericGreaterThanEquals  | \"10\"           | 10     | true",
                "NumericEquals             | \"10\"           | ten    | false",
                "NumericNotEquals          | \"10\"           | 9      | true",
                "DateGreaterThan           | \"2026-01-01T00:00:00Z\" | 2026-06-01T00:00:00Z | true",
                "DateLessThan              | \"2026-01-01T00:00:00Z\" | 1893456000           | false",
                "StringEquals              | \"${aws:PrincipalTag/team}\" | a | true",
                "StringEquals              | \"${aws:SourceIdentity}\"    | alice | true",
                "StringEquals              | \"${aws:PrincipalTag/none}\" | a | false",
                "StringEquals              | \"${aws:PrincipalTag/none, 'a'}\" | a | true",
                "StringLike                | \"${*}\"         | *      | true",
                "StringLike                | \"${*}\"         | x      | false",
            })
    void evaluates(String operator, String expected, String actual, boolean outcome) throws Exception {
        Map<String, Object> context = new HashMap<>();
        context.put("t:Key", actual);
        assertEquals(outcome, holds(operator, expected, context));
    }

    @Test
    void evaluatesSetsOfValues() throws Exception {
        Map<String, ?> two = Map.of("t:key", List.of("a", "b"));
        assertEquals(true, holds("ForAllValues:StringEquals", "[\"a\", \"b\", \"c\"]", two));
        assertEquals(false, holds("ForAllValues:StringEquals", "[\"a\"]", two));
        assertEquals(true, holds("ForAllValues:StringEquals", "[\"a\"]", Map.of()));
        assertEquals(true, holds("ForAnyValue:StringEquals", "[\"a\"]", two));
        assertEquals(false, holds("ForAnyValue:StringEquals", "[\"c\"]", two));
        assertEquals(false, holds("ForAnyValue:StringEquals", "[\"a\"]", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringMatches", "BinaryEquals", "NullIfExists", "ForSomeValues:StringEquals"})
    void refusesAnOperatorThatItCannotEvaluate(String operator) {
        AwsError error = assertThrows(AwsError.class, () -> holds(operator, "\"a\"", Map.of()));
        assertEquals("MalformedPolicyDocument", error.code());
        assertEquals("Invalid Condition type : " + operator, error.getMessage());
    }

    @Test
    void knowsWhoCalls() throws Exception {
        Context context = new Context(
                new Caller(
                        Caller.Kind.ASSUMED_ROLE,
                        "222222222222",
                        "arn:aws:sts::222222222222:assumed-role/R/s",
                        "AROA:s",
                        "arn:aws:iam::222222222222:role/R",
                        Map.of("team", "a"),
                        null,
                        null),
                Map.of());
        assertEquals("arn:aws:iam::222222222222:role/R", context.variable("AWS:principalarn"));
        assertEquals("222222222222", context.variable("aws:PrincipalAccount"));
        assertEquals("a", context.variable("aws:PrincipalTag/team"));
        assertEquals("true", context.variable("aws:SecureTransport"));
        assertEquals(null, context.variable("aws:PrincipalOrgID"));
        assertEquals(null, context.variable("aws:username"));
    }
}
