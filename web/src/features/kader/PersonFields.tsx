/** Name and telephone of somebody, as the fields `name` and `phone` of a form. */
export function PersonFields({ name, phone }: { name: string; phone: string }) {
  return (
    <>
      <label className="field">
        {name}
        <input name="name" required maxLength={80} autoComplete="off" />
      </label>
      <label className="field">
        {phone}
        <input name="phone" maxLength={20} inputMode="tel" pattern="\+?[0-9 \-]*" autoComplete="off" />
      </label>
    </>
  )
}
