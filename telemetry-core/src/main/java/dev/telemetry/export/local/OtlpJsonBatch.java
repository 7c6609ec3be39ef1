package dev.telemetry.export.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes a batch as one line of OTLP JSON. This class writes the part that spans and log
 * records have in common: their resources and scopes. Not thread safe.
 *
 * @param <D> a record
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP,
 * JSON Protobuf Encoding</a>
 */
final class OtlpJsonBatch<D> {

	private final JsonBuffer json;

	private final OtlpJsonValues values;

	private final Records<D> records;

	OtlpJsonBatch(JsonBuffer json, Records<D> records) {
		this.json = json;
		this.values = new OtlpJsonValues(json);
		this.records = records;
	}

	void append(Collection<D> batch) {
		this.json.beginObject().key(this.records.resources()).beginArray();
		group(batch).forEach(this::resource);
		this.json.endArray().endObject().endLine();
	}

	private Map<Resource, Map<InstrumentationScopeInfo, List<D>>> group(Collection<D> batch) {
		Map<Resource, Map<InstrumentationScopeInfo, List<D>>> groups = new LinkedHashMap<>();
		for (D data : batch) {
			groups.computeIfAbsent(this.records.resource(data), (resource) -> new LinkedHashMap<>())
				.computeIfAbsent(this.records.scope(data), (scope) -> new ArrayList<>())
				.add(data);
		}
		return groups;
	}

	private void resource(Resource resource, Map<InstrumentationScopeInfo, List<D>> scopes) {
		this.json.beginObject().key("resource").beginObject();
		this.values.attributes(resource.getAttributes(), 0);
		this.json.endObject().key(this.records.scopes()).beginArray();
		scopes.forEach(this::scope);
		this.json.endArray();
		this.values.text("schemaUrl", resource.getSchemaUrl());
		this.json.endObject();
	}

	private void scope(InstrumentationScopeInfo scope, List<D> batch) {
		this.json.beginObject().key("scope").beginObject();
		this.values.text("name", scope.getName());
		this.values.text("version", scope.getVersion());
		this.values.attributes(scope.getAttributes(), 0);
		this.json.endObject().key(this.records.records()).beginArray();
		batch.forEach(this.records::write);
		this.json.endArray();
		this.values.text("schemaUrl", scope.getSchemaUrl());
		this.json.endObject();
	}

	/**
	 * Writes one kind of records.
	 *
	 * @param <D> a record
	 */
	interface Records<D> {

		/**
		 * Returns the field for the list of resources.
		 */
		String resources();

		/**
		 * Returns the field for the list of scopes.
		 */
		String scopes();

		/**
		 * Returns the field for the list of records.
		 */
		String records();

		Resource resource(D data);

		InstrumentationScopeInfo scope(D data);

		/**
		 * Writes a record as an object.
		 */
		void write(D data);

	}

}
