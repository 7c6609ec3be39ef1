package dev.telemetry.test;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads OTLP/gRPC requests.
 *
 * @param <Q> the message
 */
final class GrpcCallHandler<Q> implements ServerCallHandler<Q, ExportTraceServiceResponse> {

	private final Intake intake;

	private final GrpcConnections connections;

	private final Reader<Q> reader;

	GrpcCallHandler(Intake intake, GrpcConnections connections, Reader<Q> reader) {
		this.intake = intake;
		this.connections = connections;
		this.reader = reader;
	}

	@Override
	public ServerCall.Listener<Q> startCall(ServerCall<Q, ExportTraceServiceResponse> call, Metadata headers) {
		call.request(1);
		String path = "/" + call.getMethodDescriptor().getFullMethodName();
		Map<String, List<String>> metadata = toMap(headers);
		GrpcReply reply = new GrpcReply(call, this.connections, stream(call));
		return new ServerCall.Listener<>() {

			private @Nullable Q message;

			@Override
			public void onMessage(Q message) {
				this.message = message;
			}

			// Not before: a client whose connection is closed while it still writes
			// reports its closed channel.
			@Override
			public void onHalfClose() {
				Q message = this.message;
				if (message != null) {
					GrpcCallHandler.this.intake.received(GrpcCallHandler.this.reader.read(path, metadata, message),
							reply);
				}
				else {
					call.close(Status.INTERNAL.withDescription("The call has no message"), new Metadata());
				}
			}

		};
	}

	// Now, as long as it is the last one of its connection.
	private GrpcStream stream(ServerCall<?, ?> call) {
		SocketAddress client = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
		return GrpcStream.last(Objects.requireNonNull(this.connections.of(client)));
	}

	private static Map<String, List<String>> toMap(Metadata headers) {
		Map<String, List<String>> metadata = new HashMap<>();
		for (String name : headers.keys()) {
			metadata.put(name, values(headers, name));
		}
		return metadata;
	}

	private static List<String> values(Metadata headers, String name) {
		if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
			return all(headers, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER)).stream()
				.map(Base64.getEncoder()::encodeToString)
				.toList();
		}
		return all(headers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
	}

	private static <T> List<T> all(Metadata headers, Metadata.Key<T> key) {
		List<T> values = new ArrayList<>();
		Objects.requireNonNull(headers.getAll(key)).forEach(values::add);
		return values;
	}

	/**
	 * Reads a message.
	 *
	 * @param <Q> the message
	 */
	@FunctionalInterface
	interface Reader<Q> {

		ReceivedRequest read(String path, Map<String, List<String>> metadata, Q message);

	}

}
