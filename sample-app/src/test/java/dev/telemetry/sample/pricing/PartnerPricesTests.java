package dev.telemetry.sample.pricing;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;

import dev.telemetry.sample.OwnAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withServerError;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

class PartnerPricesTests {

	private final RestClient.Builder builder = RestClient.builder();

	private final MockRestServiceServer partner = MockRestServiceServer.bindTo(this.builder).build();

	@Test
	void thePartnerIsAskedWhereItIsConfigured() {
		this.partner.expect(requestTo("https://partner.example/api/partner/prices/tea"))
			.andRespond(withSuccess("{\"price\": 4.20}", MediaType.APPLICATION_JSON));
		assertThat(prices(URI.create("https://partner.example/api")).priceOf("tea")).isEqualByComparingTo("4.20");
	}

	@Test
	void thePartnerIsTheShopItselfByDefault() {
		this.partner.expect(requestTo("http://localhost:4711/partner/prices/tea"))
			.andRespond(withSuccess("{\"price\": 4.20}", MediaType.APPLICATION_JSON));
		assertThat(prices(null).priceOf("tea")).isEqualByComparingTo("4.20");
	}

	@Test
	void aFailureOfThePartnerMeansThatThereIsNoPrice() {
		this.partner.expect(requestTo("http://localhost:4711/partner/prices/tea")).andRespond(withServerError());
		assertThatExceptionOfType(PriceUnavailableException.class).isThrownBy(() -> prices(null).priceOf("tea"));
	}

	@Test
	void anAnswerWithoutPriceMeansThatThereIsNoPrice() {
		this.partner.expect(requestTo("http://localhost:4711/partner/prices/tea"))
			.andRespond(withSuccess("{}", MediaType.APPLICATION_JSON));
		assertThatExceptionOfType(PriceUnavailableException.class).isThrownBy(() -> prices(null).priceOf("tea"));
	}

	private PartnerPrices prices(URI baseUrl) {
		OwnAddress ownAddress = new OwnAddress(new MockEnvironment().withProperty("local.server.port", "4711"));
		return new PartnerPrices(this.builder, new PartnerProperties(baseUrl), ownAddress,
				new StaticListableBeanFactory().getBeanProvider(PartnerAddress.class));
	}

}
