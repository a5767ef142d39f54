/** Benchmarks of the engine and of alternative tools on the same simulated AWS. */
package io.jenkins.plugins.codedeploy.cli.bench;
