package dev.telemetry.sample.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.telemetry.sample.partner.PartnerApplication;

/**
 * The command that starts the partner: with the class path of this application, packaged
 * or not, and with its arguments, so that both report to the same place.
 */
final class DemoPartnerCommand {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private final String[] arguments;

	DemoPartnerCommand(String[] arguments) {
		this.arguments = arguments.clone();
	}

	List<String> arguments(Path portFile) {
		List<String> own = List.of("--spring.profiles.active=partner", "--spring.application.name=partner",
				"--server.port=0");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-DPORTFILE=" + portFile));
		command.addAll(mainClass(System.getProperty("java.class.path"), PartnerApplication.class.getName()));
		Stream.of(this.arguments).filter((argument) -> !isOneOf(own, argument)).forEach(command::add);
		command.addAll(own);
		return command;
	}

	// Said twice, a property would have both values.
	private static boolean isOneOf(List<String> arguments, String argument) {
		String name = argument.substring(0, argument.indexOf('=') + 1);
		return !name.isEmpty() && arguments.stream().anyMatch((own) -> own.startsWith(name));
	}

	private static List<String> mainClass(String classPath, String name) {
		return (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator")))
				? List.of("-Dloader.main=" + name, "-cp", classPath, LAUNCHER) : List.of("-cp", classPath, name);
	}

}
