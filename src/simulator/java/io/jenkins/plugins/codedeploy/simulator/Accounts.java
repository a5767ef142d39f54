package io.jenkins.plugins.codedeploy.simulator;

/** The two accounts that exist. */
public final class Accounts {
    /** Development: Jenkins' own credentials and, by default, the bucket. */
    public static final String SOURCE = "111111111111";

    /** Production: the cross-account role, CodeDeploy and its instances. */
    public static final String TARGET = "222222222222";

    private Accounts() {}
}
