package dev.telemetry.sample.docs;

import io.opentelemetry.api.common.AttributeKey;
import org.springframework.stereotype.Component;

import dev.telemetry.sampling.EndedRoot;
import dev.telemetry.sampling.KeepRule;

/**
 * A rule as the page about sampling shows it.
 */
@Component
class KeepImportantCustomers implements KeepRule {

	@Override
	public String reason() {
		return "customer";
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return "gold".equals(root.span().getAttribute(AttributeKey.stringKey("customer.tier")));
	}

}
