# Drives a checkout of AWS's CodeDeploy agent: ruby agent.rb CHECKOUT read|install
# read:    standard input has the path of an AppSpec per line
# install: standard input has a bundle's folder and a folder for instructions per line, between tabs
# Answers a line each: "accept" or "refuse", a tab, and the agent's reason.
$LOAD_PATH.unshift File.join(ARGV[0], 'lib')
require 'yaml'
require 'set'
require 'fileutils'

module InstanceAgent
  module Platform
    class << self
      attr_accessor :util
    end
  end

  class Log
    SEVERITIES = %w(debug info warn error fatal unknown)
    SEVERITIES.each { |severity| define_singleton_method(severity) { |*| } }
  end
end

module Linux
  def self.supported_oses
    ['linux']
  end
end

module Windows
  def self.supported_oses
    ['windows']
  end
end

folder = 'instance_agent/plugins/codedeploy/'
%w(ace_info acl_info range_info context_info application_specification).each do |part|
  require folder + 'application_specification/' + part
end
require folder + 'installer'

PLUGIN = InstanceAgent::Plugins::CodeDeployPlugin
READER = PLUGIN::ApplicationSpecification::ApplicationSpecification

def reason
  yield
  nil
rescue Exception => e
  "#{e.class}: #{e.message}".gsub(/\s+/, ' ')
end

def read(file)
  on = [Linux, Windows].map do |platform|
    reason do
      InstanceAgent::Platform.util = platform
      READER.parse(File.read(file))
    end
  end
  on.include?(nil) ? nil : on.join(' / ')
end

def install(bundle, instructions)
  reason do
    InstanceAgent::Platform.util = Linux
    FileUtils.mkdir_p(instructions)
    installer = PLUGIN::Installer.new(
      deployment_archive_dir: bundle, deployment_instructions_dir: instructions, file_exists_behavior: 'DISALLOW')
    installer.install('group', READER.parse(File.read(File.join(bundle, 'appspec.yml'))))
  end
end

STDIN.each_line(chomp: true) do |line|
  refused = ARGV[1] == 'read' ? read(line) : install(*line.split("\t"))
  puts "#{refused ? 'refuse' : 'accept'}\t#{refused}"
end
