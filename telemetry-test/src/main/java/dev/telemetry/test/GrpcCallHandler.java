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
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/**
 * Reads OTLP/gRPC requests.
 */
final class GrpcCallHandler implements ServerCallHandler<ExportTraceServiceRequest, ExportTraceServiceResponse> {

	private final Intake intake;

	private final GrpcConnections connections;

	GrpcCallHandler(Intake intake, GrpcConnections connections) {
		this.intake = intake;
		this.connections = connections;
	}

	@Override
	public ServerCall.Listener<ExportTraceServiceRequest> startCall(
			ServerCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call, Metadata headers) {
		call.request(1);
		String path = "/" + call.getMethodDescriptor().getFullMethodName();
		Map<String, List<String>> metadata = toMap(headers);
		GrpcReply reply = new GrpcReply(call, this.connections, stream(call));
		return new ServerCall.Listener<>() {

			@Override
			public void onMessage(ExportTraceServiceRequest message) {
				ReceivedRequest request = new ReceivedRequest(path, metadata, SpanDecoder.decode(message));
				GrpcCallHandler.this.intake.received(request, reply);
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

}
