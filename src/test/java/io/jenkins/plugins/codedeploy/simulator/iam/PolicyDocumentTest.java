package io.jenkins.plugins.codedeploy.simulator.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {
    private final Iam iam = new Iam();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "IDENTITY | {                                        | This policy contains invalid Json",
                "IDENTITY | []                                       | Syntax errors in policy.",
                "IDENTITY | {\"Statements\": []}                     | Syntax errors in policy.",
                "IDENTITY | {\"Version\": \"2012-10-18\", \"Statement\": []} | Syntax errors in policy.",
                "IDENTITY | {\"Version\": \"2012-10-17\"}            | Missing required field Statement",
                "IDENTITY | {\"Statement\": {\"Effect\": \"allow\"}} | Missing required field Effect",
                "IDENTITY | {\"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\"}} | Missing required field Action",
                "IDENTITY | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}}   | Missing required field Resource",
                "IDENTITY | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"NotAction\": \"*\", \"Resource\": \"*\"}} | Syntax errors in policy.",
                "IDENTITY | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Principal\": \"*\"}} | Policy document should not specify a principal.",
                "IDENTITY | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"GetObject\", \"Resource\": \"*\"}} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: GetObject",
                "IDENTITY | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"bucket\"}} | Resource bucket must be in ARN format or \"*\".",
                "IDENTITY | {\"Statement\": {\"Sid\": \"a b\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}} | Statement IDs (SID) must be alpha-numeric.",
                "TRUST    | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\"}} | Missing required field Principal",
                "TRUST    | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": \"*\", \"Resource\": \"*\"}} | Policy document should not specify a resource.",
                "BUCKET   | {\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"ec2:*\", \"Principal\": \"*\", \"Resource\": \"*\"}} | Policy has invalid action",
            })
    void refuses(PolicyDocument.Purpose purpose, String text, String message) {
        AwsError error = assertThrows(AwsError.class, () -> iam.parse(text, purpose));
        assertEquals(message, error.getMessage());
        assertEquals(400, error.status());
        assertEquals(
                purpose == PolicyDocument.Purpose.BUCKET ? "MalformedPolicy" : "MalformedPolicyDocument", error.code());
    }

    @Test
    void takesSpacesInTheSidOfABucketPolicy() throws Exception {
        iam.parse("""
                {"Statement": {"Sid": "Cross-account permissions", "Effect": "Allow", "Principal": {"AWS": "*"},
                  "Action": ["s3:Get*", "s3:List*"], "Resource": "arn:aws:s3:::b/*"}}""", PolicyDocument.Purpose.BUCKET);
    }
}
