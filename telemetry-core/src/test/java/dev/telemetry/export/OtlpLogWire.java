package dev.telemetry.export;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.sdk.logs.data.LogRecordData;

/**
 * What log records are in OTLP, as {@link OtlpWire} says it of spans.
 */
public final class OtlpLogWire {

	private OtlpLogWire() {
	}

	/**
	 * Each record with all that it belongs to.
	 */
	public static List<ResourceLogs> sent(List<LogRecordData> logs) {
		OtlpWire.Capture capture = new OtlpWire.Capture(new ArrayList<>());
		try (OtlpHttpLogRecordExporter exporter = OtlpHttpLogRecordExporter.builder()
			.setComponentLoader(capture)
			.build()) {
			exporter.export(logs);
			return singles(ExportLogsServiceRequest.parseFrom(capture.messages().get(0)));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Parses a line, and does not tolerate fields that OTLP does not have.
	 */
	public static List<ResourceLogs> parsed(String line) {
		JsonElement json = JsonParser.parseString(line);
		OtlpWire.toBase64(json);
		ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
		try {
			JsonFormat.parser().merge(json.toString(), request);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new UncheckedIOException(line, ex);
		}
		return singles(request.build());
	}

	public static List<String> bodies(String line) {
		return parsed(line).stream()
			.map((resource) -> resource.getScopeLogs(0).getLogRecords(0).getBody().getStringValue())
			.toList();
	}

	private static List<ResourceLogs> singles(ExportLogsServiceRequest request) {
		List<ResourceLogs> singles = new ArrayList<>();
		for (ResourceLogs resource : request.getResourceLogsList()) {
			for (ScopeLogs scope : resource.getScopeLogsList()) {
				for (LogRecord log : scope.getLogRecordsList()) {
					LogRecord sorted = log.toBuilder()
						.clearAttributes()
						.addAllAttributes(OtlpWire.sorted(log.getAttributesList()))
						.build();
					ScopeLogs one = scope.toBuilder().clearLogRecords().addLogRecords(sorted).build();
					singles.add(resource.toBuilder().clearScopeLogs().addScopeLogs(one).build());
				}
			}
		}
		return singles;
	}

}
