package dev.telemetry.autoconfigure.messaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker of Kafka in this virtual machine, which makes topics as they are asked for.
 * (Spring's own needs test classes of Kafka, which not every mirror of Maven Central
 * has.)
 */
final class KafkaBroker implements AutoCloseable {

	private static final String CONTROLLER = "CONTROLLER";

	private final KafkaRaftServer server;

	private final int port;

	private KafkaBroker(KafkaRaftServer server, int port) {
		this.server = server;
		this.port = port;
	}

	static KafkaBroker start(Path directory) throws Exception {
		int port = freePort();
		int controllerPort = freePort();
		KafkaConfig config = new KafkaConfig(Map.ofEntries(Map.entry("process.roles", "broker,controller"),
				Map.entry("node.id", "1"), Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
				Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
				Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
				Map.entry("controller.listener.names", CONTROLLER), Map.entry("log.dirs", directory.toString()),
				Map.entry("offsets.topic.replication.factor", "1"), Map.entry("offsets.topic.num.partitions", "1"),
				Map.entry("group.initial.rebalance.delay.ms", "0"), Map.entry("num.partitions", "1")));
		format(directory);
		KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
		server.startup();
		return new KafkaBroker(server, port);
	}

	private static void format(Path directory) throws Exception {
		new Formatter().setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
			.setClusterId(Uuid.randomUuid().toString())
			.setNodeId(1)
			.setControllerListenerName(CONTROLLER)
			.setMetadataLogDirectory(directory.toString())
			.addDirectory(directory.toString())
			.run();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	String address() {
		return "localhost:" + this.port;
	}

	@Override
	public void close() {
		this.server.shutdown();
		this.server.awaitShutdown();
	}

}
