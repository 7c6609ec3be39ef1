package dev.telemetry.autoconfigure.messaging;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.awaitility.Awaitility.await;

/**
 * A server of RabbitMQ as a process of its own, with all its files in one directory.
 */
final class RabbitBroker implements AutoCloseable {

	private static final String SERVER = Objects.requireNonNullElse(System.getenv("RABBITMQ_SERVER"),
			"/usr/lib/rabbitmq/bin/rabbitmq-server");

	private final Process process;

	private final Map<String, String> environment;

	private final int port;

	private RabbitBroker(Process process, Map<String, String> environment, int port) {
		this.process = process;
		this.environment = environment;
		this.port = port;
	}

	/**
	 * Starts it, or aborts the test where that cannot be: a server needs a name of this
	 * machine that can be resolved, its ports, and the daemon that knows the ports of
	 * nodes.
	 */
	static RabbitBroker start(Path directory) throws Exception {
		Path log = directory.resolve("log");
		RabbitBroker broker = null;
		try {
			broker = launch(directory, log);
			Process alive = broker.process;
			await().atMost(Duration.ofMinutes(2))
				.failFast("The server has ended", () -> !alive.isAlive())
				.until(broker::answers);
			return broker;
		}
		catch (Exception ex) {
			String said = Files.exists(log) ? Files.readString(log) : "";
			if (broker != null) {
				broker.close();
			}
			return Assumptions.abort("RabbitMQ does not start here: " + ex + System.lineSeparator() + said);
		}
	}

	private static RabbitBroker launch(Path directory, Path log) throws IOException {
		int port = freePort();
		Map<String, String> environment = Map.ofEntries(Map.entry("HOME", directory.toString()),
				Map.entry("RABBITMQ_NODENAME", "telemetry" + port + "@localhost"),
				Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), Map.entry("RABBITMQ_NODE_PORT", "" + port),
				Map.entry("RABBITMQ_DIST_PORT", "" + freePort()), Map.entry("ERL_EPMD_PORT", "" + freePort()),
				Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"), Map.entry("RABBITMQ_MNESIA_BASE", directory + "/data"),
				Map.entry("RABBITMQ_LOGS", "-"), Map.entry("RABBITMQ_CONF_ENV_FILE", directory + "/none"),
				Map.entry("RABBITMQ_CONFIG_FILE", directory + "/none"),
				Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", directory + "/plugins"),
				Map.entry("RABBITMQ_PID_FILE", directory + "/pid"));
		ProcessBuilder builder = new ProcessBuilder(SERVER).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().putAll(environment);
		return new RabbitBroker(builder.start(), environment, port);
	}

	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1_000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	// The daemon outlives its nodes.
	@Override
	public void close() throws Exception {
		List<ProcessHandle> processes = Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
			.toList();
		processes.forEach(ProcessHandle::destroy);
		for (ProcessHandle process : processes) {
			process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
			process.destroyForcibly();
		}
		ProcessBuilder epmd = new ProcessBuilder("epmd", "-kill").redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		epmd.environment().putAll(this.environment);
		try {
			epmd.start().waitFor(10, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			// Not on the path, so none was started.
		}
	}

}
