package dev.telemetry.sample.pricing;

import java.net.URI;

/**
 * Where the partner is, if it is not part of this application.
 */
@FunctionalInterface
public interface PartnerAddress {

	/**
	 * Returns the address.
	 * @return the URL of the partner's API, without a slash at the end
	 */
	URI uri();

}
