export default function ProductsPage() {
  return (
    <main className="flex min-h-screen items-center justify-center">
      <form>
        <h1>Order</h1>
        <label>
          Name
          <input name="name" />
        </label>
        <label>
          Street
          <input name="street" />
        </label>
        <label>
          City
          <input name="city" />
        </label>
        <label>
          Code
          <input name="code" />
        </label>
        <label>
          Country
          <input name="country" />
        </label>
        <label>
          Phone
          <input name="phone" />
        </label>
        <label>
          Note
          <input name="note" />
        </label>
        <button type="submit">Send</button>
      </form>
    </main>
  );
}
