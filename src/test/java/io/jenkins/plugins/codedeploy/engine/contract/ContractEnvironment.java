package io.jenkins.plugins.codedeploy.engine.contract;

import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.time.Duration;

/**
 * What the contract is tested on.
 *
 * @param deploymentGroup of Linux instances that nothing else deploys to meanwhile; without automatic rollback
 * @param patience for one deployment
 */
record ContractEnvironment(
        TargetAccess access,
        BucketTarget bucket,
        String application,
        String deploymentGroup,
        EngineTimes times,
        Duration patience) {}
