package dev.telemetry.sample.pricing;

import java.math.BigDecimal;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import dev.telemetry.sample.OwnAddress;

/**
 * Asks the partner for prices, over HTTP.
 */
@Component
public final class PartnerPrices {

	private static final Logger logger = LoggerFactory.getLogger(PartnerPrices.class);

	private final RestClient client;

	private final PartnerProperties properties;

	private final OwnAddress ownAddress;

	private final ObjectProvider<PartnerAddress> elsewhere;

	PartnerPrices(RestClient.Builder builder, PartnerProperties properties, OwnAddress ownAddress,
			ObjectProvider<PartnerAddress> elsewhere) {
		this.client = builder.build();
		this.properties = properties;
		this.ownAddress = ownAddress;
		this.elsewhere = elsewhere;
	}

	/**
	 * Asks for the price of an item.
	 * @param item the name of the item
	 * @return the price of one piece
	 * @throws PriceUnavailableException if the partner does not answer with a price
	 */
	public BigDecimal priceOf(String item) {
		try {
			BigDecimal price = ask(item);
			logger.info("Partner asks {} for {}", price, item);
			return price;
		}
		catch (RestClientException ex) {
			logger.warn("Partner names no price for {}: {}", item, ex.getMessage());
			throw new PriceUnavailableException(item, ex);
		}
	}

	private BigDecimal ask(String item) {
		Quote quote = this.client.get().uri(baseUrl() + "/partner/prices/{item}", item).retrieve().body(Quote.class);
		if (quote == null || quote.price() == null) {
			throw new RestClientException("Answer without a price");
		}
		return quote.price();
	}

	// Not known before the web server listens, so each call asks for it.
	private String baseUrl() {
		URI configured = this.properties.baseUrl();
		return ((configured != null) ? configured : this.elsewhere.getIfAvailable(() -> this.ownAddress::uri).uri())
			.toString();
	}

	private record Quote(@Nullable BigDecimal price) {

	}

}
