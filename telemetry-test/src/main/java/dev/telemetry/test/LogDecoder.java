package dev.telemetry.test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;

/**
 * Turns a request of the protocol into received log records.
 */
final class LogDecoder {

	private LogDecoder() {
	}

	static List<ReceivedLog> decode(ExportLogsServiceRequest request) {
		List<ReceivedLog> decoded = new ArrayList<>();
		for (ResourceLogs resourceLogs : request.getResourceLogsList()) {
			Map<String, Object> resource = AttributeDecoder.decode(resourceLogs.getResource().getAttributesList());
			for (ScopeLogs scopeLogs : resourceLogs.getScopeLogsList()) {
				String scope = scopeLogs.getScope().getName();
				scopeLogs.getLogRecordsList().forEach((log) -> decoded.add(decode(log, resource, scope)));
			}
		}
		return decoded;
	}

	private static ReceivedLog decode(LogRecord log, Map<String, Object> resource, String scope) {
		return new ReceivedLog(log.getTimeUnixNano(), log.getSeverityNumberValue(), log.getSeverityText(),
				AttributeDecoder.decode(log.getBody()), log.getEventName(), hex(log.getTraceId()), hex(log.getSpanId()),
				log.getFlags(), AttributeDecoder.decode(log.getAttributesList()), resource, scope);
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

}
