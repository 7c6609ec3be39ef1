package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.telemetry.control.Adjustable;
import dev.telemetry.control.Adjustment;

/**
 * A setting that is an adjustable value, or a part of one.
 *
 * @param <T> type of the value
 * @param name name of the property without the prefix {@code telemetry.}
 * @param allowed description of the allowed values, as part of a sentence
 * @param target the adjustable value
 * @param reader parses a new value
 */
record AdjustableSetting<T>(String name, String allowed, Adjustable<T> target,
		Function<String, UnaryOperator<T>> reader) implements TelemetrySetting {

	@Override
	public Change change(String value, @Nullable Duration expiry) {
		Adjustment<T> adjustment = this.target.add(this.reader.apply(value.strip()), expiry);
		return new Change() {

			@Override
			public boolean isActive() {
				return AdjustableSetting.this.target.isActive(adjustment);
			}

			@Override
			public void takeBack() {
				AdjustableSetting.this.target.remove(adjustment);
			}

		};
	}

}
