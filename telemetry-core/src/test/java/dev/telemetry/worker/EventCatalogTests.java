package dev.telemetry.worker;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names that are known, and the nearest to one that is not.
 */
class EventCatalogTests {

	@Test
	void aFileOfPropertiesNamesEventsAndTheirMeasurements() throws IOException {
		Properties file = new Properties();
		file.load(new StringReader("order.scored = score, duration_seconds\ncache.warm=\n"));
		EventCatalog catalog = EventCatalog.of(file);
		assertThat(catalog.contains("order.scored")).isTrue();
		assertThat(catalog.contains("order.scord")).isFalse();
		assertThat(catalog.measurements("order.scored")).containsExactlyInAnyOrder("score", "duration_seconds");
		assertThat(catalog.measurements("cache.warm")).isEmpty();
		assertThat(catalog.measurements("unknown")).isEmpty();
	}

	@Test
	void theNearestNameIsFoundIfOneIsNear() {
		EventCatalog catalog = EventCatalog.of(Map.of("order.scored", Set.of(), "order.sorted", Set.of()));
		assertThat(catalog.nearest("order.scord")).isEqualTo("order.scored");
		assertThat(catalog.nearest("oder.sorted")).isEqualTo("order.sorted");
		assertThat(catalog.nearest("payment.failed")).isNull();
		assertThat(EventCatalog.empty().nearest("x")).isNull();
	}

}
