package dev.telemetry.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BaggageBoundaryTests {

	private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public String get(Map<String, String> carrier, String key) {
			return carrier.get(key);
		}

	};

	private final BaggageBoundary boundary = new BaggageBoundary(W3CBaggagePropagator.getInstance(), List.of("tenant"));

	private Context received() {
		return this.boundary.extract(Context.root(), Map.of("baggage", "tenant=a,admin=true;p=1"), GETTER);
	}

	private String sent(Context context) {
		Map<String, String> carrier = new HashMap<>();
		this.boundary.inject(context, carrier, Map::put);
		return carrier.getOrDefault("baggage", "");
	}

	@Test
	void whatCameFromOutsideCanBeRead() {
		assertThat(Baggage.fromContext(received()).getEntryValue("admin")).isEqualTo("true");
		assertThat(Baggage.fromContext(received()).getEntry("admin").getMetadata().getValue()).isEqualTo("p=1");
	}

	@Test
	void onlyWhatIsNamedIsPassedOn() {
		assertThat(sent(received())).isEqualTo("tenant=a");
	}

	@Test
	void whatTheApplicationSetsIsPassedOn() {
		Context context = received();
		Baggage more = Baggage.fromContext(context).toBuilder().put("order", "7").put("admin", "false").build();
		assertThat(sent(context.with(more)).split(",")).containsExactlyInAnyOrder("tenant=a", "order=7", "admin=false");
	}

	@Test
	void baggageOfTheApplicationSurvivesAnExtractionThatFindsNone() {
		Context context = Context.root().with(Baggage.builder().put("order", "7").build());
		assertThat(sent(this.boundary.extract(context, Map.of(), GETTER))).isEqualTo("order=7");
	}

}
