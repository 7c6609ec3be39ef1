package dev.telemetry.export;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A batch without an answer is sent again if it did not arrive, and not if it may have.
 */
@NoTelemetryLeaks
class UnansweredBatchTests {

	// An empty frame of settings.
	private static final String SETTINGS = "000000040000000000";

	// The headers of stream 3, which are the status 200 alone, and more to follow.
	private static final String STATUS_200 = "00000101040000000388";

	private static final int DATA = 0;

	private static final int END_STREAM = 1;

	private static final int PREFACE_LENGTH = 24;

	@ParameterizedTest
	@EnumSource
	void isSentOnceToABackendThatAnswersTooLate(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol);
				ExportPath path = ExportPath.to(receiver.endpoint(), protocol)) {
			receiver.respond(Behaviour.hang());
			path.send(TestTraces.trace("late", 1));
			Eventually.until(() -> "its loss: " + path.pipelines,
					() -> path.dropped(LossReason.EXPORT_FAILED) == 1 && path.health().queued() == 0);
			// Attempts go on, with the span for what is lost.
			receiver.respond(Behaviour.accept());
			path.awaitTold(receiver);
			List<ReceivedSpan> received = receiver.requests()
				.stream()
				.flatMap((request) -> request.spans().stream())
				.filter((span) -> span.name().equals("late"))
				.toList();
			assertThat(received).hasSizeLessThanOrEqualTo(1);
			assertThat(path.health().lost()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void isKeptWhileThereIsNoConnectionInTime(OtlpProtocol protocol) throws Exception {
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> waiting = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				waiting.add(new Socket());
				tryToConnect(waiting.get(i), full);
			}
			try (ExportPath path = ExportPath.to("http://127.0.0.1:" + full.getLocalPort(), protocol)) {
				path.send(1, 3);
				path.awaitOpen();
				assertThat(path.health().queued()).isEqualTo(3);
				assertThat(path.health().lost()).isZero();
			}
			for (Socket socket : waiting) {
				socket.close();
			}
		}
	}

	private static void tryToConnect(Socket socket, ServerSocket server) {
		try {
			socket.connect(server.getLocalSocketAddress(), 100);
		}
		catch (IOException ex) {
			// Has no room any more, as wanted.
		}
	}

	@Test
	void arrivesAfterItsConnectionWasLostBetweenStatusAndTrailers() throws Exception {
		AtomicInteger lost = new AtomicInteger();
		try (ServerSocket broken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				OtlpReceiver receiver = OtlpReceiver.grpc();
				SwitchedPort port = new SwitchedPort();
				ExportPath path = ExportPath.to(port.endpoint(), OtlpProtocol.GRPC)) {
			OwnThread.start(() -> loseEach(broken, lost));
			port.connectTo("http://localhost:" + broken.getLocalPort());
			path.send(1, 3);
			Eventually.until(() -> "a lost connection: " + path.pipelines, () -> lost.get() > 0);
			port.connectTo(receiver.endpoint());
			path.awaitRest();
			assertThat(path.health().lost()).isZero();
			assertThat(ExportPath.work(receiver)).hasSize(3);
		}
	}

	private static void loseEach(ServerSocket server, AtomicInteger lost) {
		while (!server.isClosed()) {
			try (Socket socket = server.accept()) {
				OutputStream out = socket.getOutputStream();
				out.write(HexFormat.of().parseHex(SETTINGS));
				awaitMessage(new DataInputStream(socket.getInputStream()));
				out.write(HexFormat.of().parseHex(STATUS_200));
				lost.incrementAndGet();
			}
			catch (IOException ex) {
				// The client has gone, or the test is over.
			}
		}
	}

	private static void awaitMessage(DataInputStream in) throws IOException {
		in.skipNBytes(PREFACE_LENGTH);
		boolean ended = false;
		while (!ended) {
			int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
			int type = in.readUnsignedByte();
			int flags = in.readUnsignedByte();
			ended = type == DATA && (flags & END_STREAM) != 0;
			in.skipNBytes(Integer.BYTES + length);
		}
	}

}
