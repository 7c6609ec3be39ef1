package dev.telemetry.test;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/**
 * Makes the answers of the protocol.
 */
final class ResponseEncoder {

	private static final int STATUS_MESSAGE_FIELD = 2;

	private ResponseEncoder() {
	}

	static ExportTraceServiceResponse accepted(long rejected, String message) {
		if (rejected == 0 && message.isEmpty()) {
			return ExportTraceServiceResponse.getDefaultInstance();
		}
		ExportTracePartialSuccess partialSuccess = ExportTracePartialSuccess.newBuilder()
			.setRejectedSpans(rejected)
			.setErrorMessage(message)
			.build();
		return ExportTraceServiceResponse.newBuilder().setPartialSuccess(partialSuccess).build();
	}

	/**
	 * Encodes a {@code google.rpc.Status}, which OTLP/HTTP wants as the body of each
	 * failure, without the class for it: that comes with gRPC, which HTTP does not need.
	 * @param message the status message
	 * @return the encoded message
	 */
	static byte[] status(String message) {
		UnknownFieldSet.Field text = UnknownFieldSet.Field.newBuilder()
			.addLengthDelimited(ByteString.copyFromUtf8(message))
			.build();
		return UnknownFieldSet.newBuilder().addField(STATUS_MESSAGE_FIELD, text).build().toByteArray();
	}

}
