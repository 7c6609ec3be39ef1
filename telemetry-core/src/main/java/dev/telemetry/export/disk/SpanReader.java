package dev.telemetry.export.disk;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanCopy;

/**
 * Reads spans that {@link SpanWriter} has written.
 */
final class SpanReader {

	private final DataInputStream in;

	private final ValueReader values;

	private final List<Resource> resources = new ArrayList<>();

	private final List<InstrumentationScopeInfo> scopes = new ArrayList<>();

	private SpanReader(byte[] bytes) {
		this.in = new DataInputStream(new ByteArrayInputStream(bytes));
		this.values = new ValueReader(this.in);
	}

	/**
	 * Reads a batch.
	 * @throws DamagedException if the batch is damaged, or was written by another version
	 */
	static List<SpanData> read(byte[] bytes) throws DamagedException {
		try {
			return new SpanReader(bytes).batch();
		}
		catch (IOException | RuntimeException ex) {
			throw new DamagedException("Not a batch of spans", ex);
		}
	}

	private List<SpanData> batch() throws IOException {
		if (this.in.readByte() != SpanWriter.FORMAT) {
			throw new IOException("Another format");
		}
		for (int left = this.values.count(); left > 0; left--) {
			@Nullable String schemaUrl = this.values.textOrNull();
			this.resources.add(Resource.create(this.values.attributes(), schemaUrl));
		}
		for (int left = this.values.count(); left > 0; left--) {
			this.scopes.add(scope());
		}
		List<SpanData> spans = new ArrayList<>();
		for (int left = this.values.count(); left > 0; left--) {
			spans.add(span());
		}
		return spans;
	}

	private InstrumentationScopeInfo scope() throws IOException {
		InstrumentationScopeInfoBuilder scope = InstrumentationScopeInfo.builder(this.values.text());
		String version = this.values.textOrNull();
		if (version != null) {
			scope.setVersion(version);
		}
		String schemaUrl = this.values.textOrNull();
		if (schemaUrl != null) {
			scope.setSchemaUrl(schemaUrl);
		}
		return scope.setAttributes(this.values.attributes()).build();
	}

	private SpanData span() throws IOException {
		return new SpanCopy(this.resources.get(this.in.readInt()), this.scopes.get(this.in.readInt()),
				this.values.text(), SpanKind.valueOf(this.values.text()), context(), context(), status(),
				this.in.readLong(), this.in.readLong(), this.values.attributes(), this.in.readInt(), events(),
				this.in.readInt(), links(), this.in.readInt());
	}

	private StatusData status() throws IOException {
		StatusCode code = StatusCode.valueOf(this.values.text());
		return StatusData.create(code, this.values.text());
	}

	private List<EventData> events() throws IOException {
		List<EventData> events = new ArrayList<>();
		for (int left = this.values.count(); left > 0; left--) {
			events.add(EventData.create(this.in.readLong(), this.values.text(), this.values.attributes(),
					this.in.readInt()));
		}
		return events;
	}

	private List<LinkData> links() throws IOException {
		List<LinkData> links = new ArrayList<>();
		for (int left = this.values.count(); left > 0; left--) {
			links.add(LinkData.create(context(), this.values.attributes(), this.in.readInt()));
		}
		return links;
	}

	private SpanContext context() throws IOException {
		String traceId = this.values.text();
		String spanId = this.values.text();
		TraceFlags flags = TraceFlags.fromByte(this.in.readByte());
		boolean remote = this.in.readBoolean();
		TraceState state = traceState();
		return (remote) ? SpanContext.createFromRemoteParent(traceId, spanId, flags, state)
				: SpanContext.create(traceId, spanId, flags, state);
	}

	private TraceState traceState() throws IOException {
		Map<String, String> members = new LinkedHashMap<>();
		for (int left = this.values.count(); left > 0; left--) {
			members.put(this.values.text(), this.values.text());
		}
		return StoredTraceState.of(members);
	}

}
