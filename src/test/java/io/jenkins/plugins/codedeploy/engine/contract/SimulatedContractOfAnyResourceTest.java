package io.jenkins.plugins.codedeploy.engine.contract;

/** The same under the other of AWS's two readings: only {@code *} allows calls on a running deployment. */
class SimulatedContractOfAnyResourceTest extends SimulatedContractTest {
    @Override
    boolean targetsByArn() {
        return false;
    }
}
