package dev.telemetry.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;

/**
 * Turns attributes of the protocol into plain Java values.
 */
final class AttributeDecoder {

	private AttributeDecoder() {
	}

	static Map<String, Object> decode(List<KeyValue> attributes) {
		Map<String, Object> decoded = new HashMap<>();
		attributes.forEach((attribute) -> decoded.put(attribute.getKey(), decode(attribute.getValue())));
		return decoded;
	}

	static Object decode(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case BOOL_VALUE -> value.getBoolValue();
			case INT_VALUE -> value.getIntValue();
			case DOUBLE_VALUE -> value.getDoubleValue();
			case BYTES_VALUE -> value.getBytesValue().toByteArray();
			case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(AttributeDecoder::decode).toList();
			case KVLIST_VALUE -> decode(value.getKvlistValue().getValuesList());
			default -> "";
		};
	}

}
