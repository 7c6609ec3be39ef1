package dev.telemetry.starter.application;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Shows what there is at the moment at which a training run ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebApplication.WorkController.class)
public class TrainingMain {

	/** Before the name of a thread. */
	public static final String THREAD = "THREAD ";

	/** Before a socket of the network that is open. */
	public static final String SOCKET = "SOCKET ";

	/** Before the time at which the run has to end. */
	public static final String REFRESHED = "REFRESHED ";

	public static void main(String[] args) {
		SpringApplication.run(TrainingMain.class, args);
	}

	@Bean
	static LifecycleProcessor lifecycleProcessor() {
		return new DefaultLifecycleProcessor() {

			// This is where Spring ends it.
			@Override
			public void onRefresh() {
				print(System.out);
				super.onRefresh();
			}

		};
	}

	private static void print(PrintStream out) {
		Thread.getAllStackTraces().keySet().forEach((thread) -> out.println(THREAD + thread.getName()));
		try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
			Set<String> ofNetwork = ofNetwork();
			open.map(TrainingMain::target)
				.filter(ofNetwork::contains)
				.forEach((socket) -> out.println(SOCKET + socket));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		out.println(REFRESHED + System.currentTimeMillis());
	}

	// The JDK has one of another kind for itself.
	private static Set<String> ofNetwork() throws IOException {
		Set<String> sockets = new HashSet<>();
		for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
			Path file = Path.of("/proc/self/net", table);
			if (Files.exists(file)) {
				Files.readAllLines(file)
					.forEach((line) -> sockets.add("socket:[" + line.trim().split("\\s+")[9] + "]"));
			}
		}
		return sockets;
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed since.
			return "";
		}
	}

}
