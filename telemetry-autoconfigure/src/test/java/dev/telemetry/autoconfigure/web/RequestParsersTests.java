package dev.telemetry.autoconfigure.web;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.MutablePropertyValues;
import org.springframework.core.ResolvableType;
import org.springframework.http.ContentDisposition;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockPart;
import org.springframework.web.bind.ServletRequestDataBinder;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.multipart.support.StandardMultipartHttpServletRequest;

import dev.telemetry.request.RequestParsers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class RequestParsersTests {

	private static final String UNREADABLE = "form-data; name=\"file\"; filename*=UTF-8''%zz";

	@ParameterizedTest
	@ValueSource(strings = { UNREADABLE, "form-data; filename=\"=?nope?Q?a?=\"", "form-data; filename=\"", ";" })
	void theHeaderOfAPartIsTheClients(String disposition) {
		MockPart part = new MockPart("file", new byte[0]);
		part.getHeaders().set("Content-Disposition", disposition);
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/a");
		request.addPart(part);
		assertThat(haveThrown(() -> new StandardMultipartHttpServletRequest(request))).isTrue();
	}

	@Test
	void aHeaderThatTheApplicationParsesIsNot() {
		assertThat(haveThrown(() -> ContentDisposition.parse(UNREADABLE))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "items[x]", "items[99999]", "items[-1]", "numbers[99999]" })
	void anIndexInTheNameOfAParameterIsTheClients(String parameter) {
		MutablePropertyValues values = new MutablePropertyValues(Map.of(parameter, "1"));
		assertThat(haveThrown(() -> new WebDataBinder(new Basket()).bind(values))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "items[x]", "items[99999]" })
	void soItIsOfAConstructor(String parameter) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addParameter(parameter, "1");
		ServletRequestDataBinder binder = new ServletRequestDataBinder(null);
		binder.setTargetType(ResolvableType.forClass(Order.class));
		assertThat(haveThrown(() -> binder.construct(request))).isTrue();
	}

	@Test
	void anIndexThatTheApplicationNamesIsNot() {
		assertThat(haveThrown(() -> new BeanWrapperImpl(new Basket()).setPropertyValue("items[x]", "1"))).isFalse();
	}

	@Test
	void anExceptionOfABeanThatIsBoundIsNot() {
		MutablePropertyValues values = new MutablePropertyValues(Map.of("failing[0]", "1"));
		assertThat(haveThrown(() -> new WebDataBinder(new Basket()).bind(values))).isFalse();
	}

	@Test
	void anExceptionWithoutAStackIsNot() {
		assertThat(RequestParsers.haveThrown(new StackTraceElement[0])).isFalse();
	}

	private static boolean haveThrown(ThrowingCallable code) {
		Throwable thrown = catchThrowable(code);
		assertThat(thrown).isNotNull();
		Throwable cause = thrown;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return RequestParsers.haveThrown(cause.getStackTrace());
	}

	/**
	 * Bound by its properties.
	 */
	public static final class Basket {

		private List<String> items = List.of();

		private int[] numbers = {};

		public List<String> getItems() {
			return this.items;
		}

		public void setItems(List<String> items) {
			this.items = items;
		}

		public int[] getNumbers() {
			return this.numbers;
		}

		public void setNumbers(int[] numbers) {
			this.numbers = numbers;
		}

		public List<String> getFailing() {
			throw new IndexOutOfBoundsException("boom");
		}

	}

	/**
	 * Bound by its constructor.
	 *
	 * @param items a list
	 */
	public record Order(List<String> items) {

	}

}
