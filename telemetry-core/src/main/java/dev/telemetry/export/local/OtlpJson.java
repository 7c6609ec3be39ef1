package dev.telemetry.export.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import io.opentelemetry.sdk.trace.data.SpanData;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes spans as OTLP JSON, which collectors and most backends accept.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP,
 * JSON Protobuf Encoding</a>
 */
public final class OtlpJson {

	private OtlpJson() {
	}

	/**
	 * Writes spans.
	 * @param spans the spans
	 * @return one object with all of them
	 */
	public static String of(Collection<SpanData> spans) {
		JsonBuffer json = new JsonBuffer();
		new OtlpJsonLine(json).append(spans);
		ByteBuffer bytes = json.toByteBuffer();
		return StandardCharsets.UTF_8.decode(bytes).toString();
	}

}
