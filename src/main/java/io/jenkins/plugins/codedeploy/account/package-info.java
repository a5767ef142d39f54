/** Target accounts, global and of folders: what they hold, who may use them, and their forms. */
package io.jenkins.plugins.codedeploy.account;
